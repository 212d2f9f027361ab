"""How messages and channels look, to the app and to a person."""

from sandbox.slack.model import Channel, File, Message
from sandbox.slack.shapes import APP, BOT_USER, TEAM, TEAM_DOMAIN, Json
from sandbox.slack.workspace import Workspace


def message(workspace: Workspace, shown: Message) -> Json:
    """A message as the Web API and the events give it."""
    answer: Json = {
        "type": "message",
        "ts": shown.ts,
        "user": shown.user,
        "team": TEAM,
        "text": shown.text,
    }
    if shown.bot_id:
        answer |= {"bot_id": shown.bot_id, "app_id": APP, "bot_profile": _bot_profile(workspace, shown.bot_id)}
    optional: Json = {
        "thread_ts": shown.thread_ts,
        "blocks": shown.blocks,
        "attachments": shown.attachments,
        "metadata": shown.metadata,
        "files": [file(workspace, workspace.files[f]) for f in shown.files],
        "reactions": reactions(shown),
        "edited": {"user": shown.user, "ts": shown.ts} if shown.edited else None,
    }
    answer |= {key: value for key, value in optional.items() if value}
    if shown.broadcast:
        answer["subtype"] = "thread_broadcast"
    if shown.reply_count:
        answer |= {"reply_count": shown.reply_count, "latest_reply": shown.latest_reply}
    return answer


def reactions(shown: Message) -> list[Json]:
    """The reactions of a message, as Slack lists them."""
    return [{"name": n, "users": users, "count": len(users)} for n, users in shown.reactions.items()]


def channel(workspace: Workspace, shown: Channel) -> Json:
    """The conversation object of `conversations.info`."""
    answer: Json = {
        "id": shown.id,
        "created": 1_700_000_000,
        "updated": 1_700_000_000_000,
        "context_team_id": TEAM,
        "is_im": shown.is_im,
        "is_archived": shown.is_archived,
        "is_org_shared": False,
        "is_ext_shared": shown.is_ext_shared,
        "is_pending_ext_shared": False,
        "is_shared": shown.is_ext_shared,
    }
    if shown.is_im:
        left = workspace.users[shown.user or ""].deleted
        return answer | {"user": shown.user, "is_user_deleted": left, "priority": 0, "is_open": True}
    return answer | {
        "name": shown.name,
        "name_normalized": shown.name,
        "is_channel": not shown.is_private,
        "is_group": shown.is_private,
        "is_mpim": False,
        "is_private": shown.is_private,
        "is_general": False,
        "is_member": BOT_USER in shown.members,
        "unlinked": 0,
        "creator": BOT_USER,
        "num_members": len(shown.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "shared_team_ids": [TEAM],
        "pending_shared": [],
        "pending_connected_team_ids": [],
    }


def file(workspace: Workspace, shown: File) -> Json:
    """The file object of `files.info`: https://docs.slack.dev/reference/objects/file-object."""
    suffix = shown.name.rpartition(".")[2].lower()
    answer: Json = {
        "id": shown.id,
        "created": shown.created,
        "timestamp": shown.created,
        "name": shown.name,
        "title": shown.title or shown.name,
        "mimetype": MIME_TYPES.get(suffix, "application/octet-stream"),
        "filetype": suffix if suffix in MIME_TYPES else "binary",
        "pretty_type": suffix.upper() if suffix in MIME_TYPES else "Binary",
        "user": BOT_USER,
        "user_team": TEAM,
        "size": shown.length,
        "mode": "hosted",
        "is_external": False,
        **_shares(workspace, shown),
        "url_private": f"https://files.slack.com/files-pri/{TEAM}-{shown.id}/{shown.name}",
        "permalink": f"https://{TEAM_DOMAIN}.slack.com/files/{BOT_USER}/{shown.id}/{shown.name}",
    }
    return answer | ({"alt_txt": shown.alt_txt} if shown.alt_txt else {})


def _shares(workspace: Workspace, shown: File) -> Json:
    """Where a file is shared: by the kind of conversation, and with the messages that show it."""
    answer: Json = {"channels": [], "groups": [], "ims": [], "shares": {}}
    for channel_id, ts in shown.shares:
        kind = workspace.channels[channel_id].scope
        places = answer["ims" if kind == "im" else kind]
        if channel_id not in places:
            places.append(channel_id)
        message = workspace.message(channel_id, ts)
        share = {"ts": ts} | ({"thread_ts": message.thread_ts} if message and message.thread_ts else {})
        visible = answer["shares"].setdefault("public" if kind == "channels" else "private", {})
        visible.setdefault(channel_id, []).append(share)
    return {"is_public": bool(answer["channels"])} | answer


MIME_TYPES = {
    "csv": "text/csv",
    "gif": "image/gif",
    "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
}


def _bot_profile(workspace: Workspace, bot_id: str) -> Json:
    name = workspace.users[BOT_USER].name
    return {"id": bot_id, "app_id": APP, "name": name, "deleted": False, "team_id": TEAM, "updated": 1_700_000_000}
