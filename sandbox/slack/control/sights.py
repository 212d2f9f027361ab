"""What a user sees: workspace, messages and views."""

from sandbox.slack import render
from sandbox.slack.gestures.parts import Impossible
from sandbox.slack.model import Channel, Message, User
from sandbox.slack.shapes import BOT_USER, TEAM, TEAM_DOMAIN, TEAM_NAME, Json
from sandbox.slack.state import Sandbox


def viewer(slack: Sandbox, user: str) -> User:
    """The user whose eyes we look through."""
    found = slack.workspace.users.get(user)
    if found is None:
        raise Impossible(f"There is no user {user}.")
    return found


def workspace(slack: Sandbox, user: str) -> Json:
    """The workspace as a user sees it."""
    who = viewer(slack, user)
    manifest = slack.manifest
    commands = [
        {"command": c.command, "description": c.description, "usage_hint": c.usage_hint} for c in manifest.commands
    ]
    visible = [c for c in slack.workspace.channels.values() if _is_listed(slack, who, c)]
    return {
        "team": {"id": TEAM, "name": TEAM_NAME, "domain": TEAM_DOMAIN},
        "app": {"name": manifest.app_name, "commands": commands, "home_tab": manifest.home_tab},
        "bot": {"user_id": BOT_USER, "name": manifest.bot_name, "connections": slack.sockets.count},
        "users": [u.as_json() for u in slack.workspace.users.values()],
        "channels": [_channel(slack, who, c) for c in visible],
        "usergroups": [
            {"id": i, "handle": g.handle, "name": g.name, "users": list(g.members)}
            for i, g in slack.workspace.usergroups.items()
        ],
    }


def messages(slack: Sandbox, user: str, channel_id: str, thread_ts: str | None) -> Json:
    """The messages of a channel, or of one thread, that a user sees, oldest first."""
    who = viewer(slack, user)
    channel = slack.workspace.channels.get(channel_id)
    if channel is None or not slack.workspace.sees(who.id, channel):
        raise Impossible(f"{user} sees no channel {channel_id}.")
    found = [m for m in slack.workspace.messages[channel.id].values() if _is_visible(m, who, thread_ts)]
    if found and thread_ts is None:
        slack.workspace.read_up_to[who.id, channel.id] = found[-1].ts
    return {"messages": [message(slack, m) for m in sorted(found, key=lambda m: m.ts)]}


def message(slack: Sandbox, shown: Message) -> Json:
    """A message as a page draws it."""
    answer: Json = {
        "ts": shown.ts,
        "channel": shown.channel,
        "user": shown.user,
        "bot_id": shown.bot_id,
        "text": shown.text,
        "thread_ts": shown.thread_ts,
        "blocks": shown.blocks,
        "attachments": shown.attachments,
        "metadata": shown.metadata,
        "files": [render.file(slack.workspace, slack.workspace.files[f]) for f in shown.files],
        "reactions": render.reactions(shown),
        "latest_reply": shown.latest_reply,
    }
    kept = {key: value for key, value in answer.items() if value or key == "text"}
    return kept | {
        "ephemeral": shown.ephemeral_to is not None,
        "edited": shown.edited,
        "deleted": shown.deleted,
        "broadcast": shown.broadcast,
        "reply_count": shown.reply_count,
    }


def views(slack: Sandbox, user: str) -> Json:
    """The open modals of a user, the visible one last, and the Home tab."""
    who = viewer(slack, user)
    home = slack.views.home(who.id)
    return {
        "modals": [slack.views.as_json(v) for v in slack.views.stack(who.id)],
        "home": slack.views.as_json(home) if home else None,
    }


def _is_listed(slack: Sandbox, who: User, channel: Channel) -> bool:
    is_someone_elses = channel.is_im and channel.user != who.id
    return slack.workspace.sees(who.id, channel) and not is_someone_elses


def _channel(slack: Sandbox, who: User, channel: Channel) -> Json:
    seen = [m for m in slack.workspace.messages[channel.id].values() if _is_visible(m, who, None)]
    read = slack.workspace.read_up_to.get((who.id, channel.id), "")
    return render.channel(slack.workspace, channel) | {
        "name": channel.name,
        "kind": channel.kind,
        "members": sorted(channel.members),
        "bot_is_member": BOT_USER in channel.members,
        "is_member": who.id in channel.members,
        "latest": seen[-1].ts if seen else None,
        "unread": sum(1 for m in seen if m.ts > read and m.user != who.id),
    }


def _is_visible(shown: Message, who: User, thread_ts: str | None) -> bool:
    if shown.ephemeral_to not in (None, who.id) or (shown.deleted and not shown.reply_count):
        return False
    if thread_ts is not None:
        return thread_ts in (shown.ts, shown.thread_ts)
    return shown.thread_ts in (None, shown.ts) or shown.broadcast
