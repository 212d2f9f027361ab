"""Typing a slash command."""

import re

from sandbox.slack.envelopes import Delivery
from sandbox.slack.gestures.parts import VERIFICATION_TOKEN, person, place, response_url, shown_name
from sandbox.slack.model import Channel, Message, User
from sandbox.slack.replies import reply
from sandbox.slack.shapes import APP, TEAM, TEAM_DOMAIN, Json, Refused
from sandbox.slack.state import Sandbox

SLACKBOT = "USLACKBOT"
NAMED = re.compile(r"(?<![\w<@#])([@#])([\w.-]+)")
LINK = re.compile(r"(?<![<|\w])(https?://[^\s<>]+)")


async def run(slack: Sandbox, given: Json) -> Json:
    """Send a command and tell how it went; a failure is also shown to the user, as Slack shows it."""
    user = person(slack, given.get("as"))
    channel = place(slack, user, given.get("channel"))
    name, text = str(given.get("command", "")), str(given.get("text", "")).strip()
    command = slack.manifest.command(name)
    # https://docs.slack.dev/apis/slack-connect: commands belong to the workspace that installed the app.
    if command is None or user.is_stranger:
        _tell(slack, user, channel, f"{name} is not a valid command.")
        return {"ok": False, "ms": 0, "acked": False, "envelope_id": None, "error": "unknown_command"}
    if command.should_escape:
        text = escaped(slack, text)
    key = slack.grants.new_hook(user.id, channel.id, None, None)
    payload = _payload(slack, user, channel, name, text) | {"response_url": response_url(slack, key)}
    delivery = await slack.envelopes.deliver("slash_commands", payload, accepts_response=True)
    error = delivery.error or _show_ack(slack, key, f"{name} {text}".strip(), delivery)
    if error is not None:
        _tell(slack, user, channel, f"{name} failed with the error “{error}”")
    outcome: Json = {
        "ok": error is None,
        "ms": delivery.ms,
        "acked": delivery.error is None,
        "envelope_id": delivery.envelope_id,
        "response_url": payload["response_url"],
        "response": delivery.payload,
    }
    return outcome | ({"error": error} if error else {})


def escaped(slack: Sandbox, text: str) -> str:
    """The text with people, channels and links escaped, as `should_escape` asks."""

    def named(match: re.Match[str]) -> str:
        sign, name = match.groups()
        if sign == "@":
            user = slack.workspace.user_named(name)
            return f"<@{user.id}|{user.name}>" if user else match.group()
        channels = slack.workspace.channels.values()
        channel = next((c for c in channels if c.name == name and not c.is_im), None)
        return f"<#{channel.id}|{channel.name}>" if channel else match.group()

    return NAMED.sub(named, LINK.sub(r"<\1>", text))


def _payload(slack: Sandbox, user: User, channel: Channel, name: str, text: str) -> Json:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": shown_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "trigger_id": slack.grants.new_trigger(user.id),
    }


def _show_ack(slack: Sandbox, key: str, typed: str, delivery: Delivery) -> str | None:
    """Show what the ack says; the error when Slack would not take it."""
    body = delivery.payload
    if not body:
        return None
    hook = slack.grants.hook(key)
    try:
        if body.get("response_type") == "in_channel":
            line = Message(slack.workspace.next_ts(), hook.channel, hook.user, typed)
            slack.workspace.post(line)
        if set(body) != {"response_type"}:
            reply(slack, hook, body)
    except Refused as refusal:
        return refusal.error
    return None


def _tell(slack: Sandbox, user: User, channel: Channel, text: str) -> None:
    ts = slack.workspace.next_ts()
    slack.workspace.post(Message(ts, channel.id, SLACKBOT, text, ephemeral_to=user.id))
