"""Events API: which events a change is, and their delivery with Slack's retries."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sandbox.slack import render
from sandbox.slack.model import Channel, Message
from sandbox.slack.shapes import APP, BOT_USER, TEAM, Json

if TYPE_CHECKING:
    from sandbox.slack.state import Sandbox

# https://docs.slack.dev/apis/events-api#retries: nearly at once, after 1 minute, after 5 minutes.
RETRY_SECONDS = (0.0, 60.0, 300.0)
KIND_OF_SCOPE = {"channels": "channel", "groups": "group", "im": "im"}


def of_message(slack: "Sandbox", kind: str, message: Message) -> Iterator[Json]:
    """The events that the app gets for a change to a message; none for ephemeral ones."""
    channel = slack.workspace.channels[message.channel]
    if message.ephemeral_to is not None or BOT_USER not in channel.members:
        return
    if _subscribed(slack, channel):
        yield _message_event(slack, kind, channel, message)
    is_new = kind == "message" and message.user != BOT_USER
    if is_new and f"<@{BOT_USER}>" in message.text and _may(slack, "app_mention", "app_mentions:read"):
        yield _message_event(slack, kind, channel, message) | {"type": "app_mention"}


def home_opened(slack: "Sandbox", user: str, channel: str, tab: str) -> Iterator[Json]:
    """The event of a user who opens the app's Home or Messages tab."""
    if "app_home_opened" not in slack.manifest.events:
        return
    view = slack.views.home(user)
    opened: Json = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab}
    if tab == "home" and view is not None:
        opened["view"] = slack.views.as_json(view)
    yield opened | {"event_ts": slack.workspace.next_ts()}


async def deliver(slack: "Sandbox", event: Json) -> None:
    """Send an event until it is acknowledged, or Slack's three retries are used up."""
    payload = _callback(slack, event)
    delivery = await slack.envelopes.deliver("events_api", payload, accepts_response=False, **_attempt(0))
    for attempt, pause in enumerate(RETRY_SECONDS, start=1):
        if delivery.error is None:
            return
        await asyncio.sleep(pause)
        delivery = await slack.envelopes.deliver("events_api", payload, accepts_response=False, **_attempt(attempt))


def _attempt(number: int) -> Json:
    return {"retry_attempt": number, "retry_reason": "timeout" if number else ""}


def _subscribed(slack: "Sandbox", channel: Channel) -> bool:
    family = channel.scope
    # The event of private channels is message.groups, that of public ones message.channels.
    return _may(slack, f"message.{family}", f"{family}:history")


def _may(slack: "Sandbox", event: str, scope: str) -> bool:
    return event in slack.manifest.events and scope in slack.manifest.scopes


def _message_event(slack: "Sandbox", kind: str, channel: Channel, message: Message) -> Json:
    where = {
        "channel": channel.id,
        "channel_type": KIND_OF_SCOPE[channel.scope],
        "event_ts": slack.workspace.next_ts() if kind != "message" else message.ts,
    }
    shown = render.message(slack.workspace, message)
    if kind == "message":
        return shown | where
    changed: Json = {"type": "message", "subtype": kind, "hidden": True, "ts": where["event_ts"]}
    if kind == "message_deleted":
        return changed | {"deleted_ts": message.ts, "previous_message": shown} | where
    return changed | {"message": shown, "previous_message": shown} | where


def _callback(slack: "Sandbox", event: Json) -> Json:
    channel = slack.workspace.channels.get(event.get("channel", ""))
    return {
        "token": "sandbox-verification-token",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": slack.workspace.new_id("Ev"),
        "event_time": int(slack.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": channel is not None and channel.is_ext_shared,
        "event_context": f"4-{event['event_ts']}",
    }
