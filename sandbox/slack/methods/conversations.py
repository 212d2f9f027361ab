"""conversations.*: what channels there are, who is in them and what was said.

https://docs.slack.dev/reference/methods/conversations.info and its neighbours
"""

from sandbox.slack import render
from sandbox.slack.calls import Call
from sandbox.slack.model import Channel, Message
from sandbox.slack.pages import page
from sandbox.slack.shapes import BOT_USER, Json, Refused

FAMILIES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def info(call: Call) -> Json:
    """One conversation."""
    channel = call.channel()
    call.need(f"{channel.scope}:read")
    return {"channel": render.channel(call.slack.workspace, channel)}


def list_(call: Call) -> Json:
    """Every conversation of some kinds that the bot can see."""
    kinds = [kind.strip() for kind in (call.text("types") or "public_channel").split(",")]
    if not set(kinds) <= set(FAMILIES):
        raise Refused("invalid_types")
    for kind in kinds:
        call.need(f"{FAMILIES[kind]}:read")
    workspace = call.slack.workspace
    seen = [c for c in workspace.channels.values() if c.kind in kinds and workspace.sees(BOT_USER, c)]
    if call.flag("exclude_archived"):
        seen = [c for c in seen if not c.is_archived]
    shown, cursor = page(call, seen)
    return {
        "channels": [render.channel(workspace, c) for c in shown],
        "response_metadata": {"next_cursor": cursor},
    }


def members(call: Call) -> Json:
    """Who is in a conversation."""
    channel = call.channel()
    call.need(f"{channel.scope}:read")
    shown, cursor = page(call, sorted(channel.members))
    return {"members": shown, "response_metadata": {"next_cursor": cursor}}


def open_(call: Call) -> Json:
    """The direct message with one person."""
    users = [user.strip() for user in call.text("users").split(",") if user.strip()]
    if not users:
        return _resumed(call)
    if len(users) > 1:
        call.need("mpim:write")
        raise Refused("not_enough_users")
    person = call.slack.workspace.users.get(users[0])
    if person is None:
        raise Refused("user_not_found")
    if person.deleted:
        raise Refused("user_disabled")
    channel = call.slack.workspace.direct_channel(person.id)
    if channel is None:
        raise Refused("user_not_visible")
    return _opened(call, channel)


def history(call: Call) -> Json:
    """The messages of a conversation, newest first."""
    channel = _readable(call)
    everything = call.slack.workspace.messages[channel.id].values()
    top = [m for m in everything if _is_plain(m) and (m.thread_ts in (None, m.ts) or m.broadcast)]
    return _messages(call, sorted(top, key=lambda m: m.ts, reverse=True))


def replies(call: Call) -> Json:
    """A thread, its parent first."""
    channel = _readable(call)
    ts = call.text("ts")
    everything = call.slack.workspace.messages[channel.id].values()
    thread = [m for m in everything if _is_plain(m) and ts in (m.ts, m.thread_ts)]
    if not thread:
        raise Refused("thread_not_found")
    return _messages(call, sorted(thread, key=lambda m: m.ts))


def _resumed(call: Call) -> Json:
    if not call.text("channel"):
        raise Refused("users_list_not_supplied")
    channel = call.channel()
    if not channel.is_im:
        raise Refused("method_not_supported_for_channel_type")
    return _opened(call, channel)


def _opened(call: Call, channel: Channel) -> Json:
    if call.flag("return_im"):
        shown = render.channel(call.slack.workspace, channel)
        return {"no_op": True, "already_open": True, "channel": shown}
    return {"no_op": True, "already_open": True, "channel": {"id": channel.id}}


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.need(f"{channel.scope}:history")
    if BOT_USER not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _is_plain(message: Message) -> bool:
    return message.ephemeral_to is None and not message.deleted


def _messages(call: Call, found: list[Message]) -> Json:
    oldest, latest = call.text("oldest") or "0", call.text("latest") or "9999999999.999999"
    include = call.flag("inclusive")
    inside = [m for m in found if _between(oldest, m.ts, latest, include=include)]
    shown, cursor = page(call, inside)
    return {
        "messages": [render.message(call.slack.workspace, m) for m in shown],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _between(oldest: str, ts: str, latest: str, *, include: bool) -> bool:
    low, middle, high = float(oldest), float(ts), float(latest)
    return low <= middle <= high if include else low < middle < high
