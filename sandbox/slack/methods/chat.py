"""chat.*: posting, changing and removing messages.

https://docs.slack.dev/reference/methods/chat.postMessage and its neighbours
"""

from sandbox.slack import blocks as block_kit
from sandbox.slack import content, render
from sandbox.slack.calls import Call
from sandbox.slack.content import Content
from sandbox.slack.model import Channel, Message
from sandbox.slack.shapes import BOT, BOT_USER, TEAM_DOMAIN, Json, Refused
from sandbox.slack.threads import parent_of

# https://docs.slack.dev/reference/methods/chat.update#errors
LONGEST_UPDATE = 4_000


def post_message(call: Call) -> Json:
    """Post as the bot to a channel it is in, or to a person."""
    channel = _destination(call)
    said = _said(call)
    if said.is_empty:
        raise Refused("no_text")
    message = _new(call, channel, said)
    message.thread_ts = parent_of(call, channel)
    message.broadcast = call.flag("reply_broadcast") and message.thread_ts is not None
    call.slack.workspace.post(message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": render.message(call.slack.workspace, message),
    }


def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a channel only."""
    channel = _destination(call)
    said = _said(call)
    if said.is_empty:
        raise Refused("no_text")
    user = call.text("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    message = _new(call, channel, said)
    message.ephemeral_to, message.thread_ts = user, parent_of(call, channel)
    call.slack.workspace.post(message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Change one of the bot's own messages."""
    channel = call.channel()
    if channel.is_archived:
        raise Refused("is_inactive")
    message = _own(call, channel, call.text("ts"), "cant_update_message")
    said = _said(call)
    if said == Content(text=said.text) and not said.text:
        raise Refused("no_text")
    if said.text is not None and len(said.text) > LONGEST_UPDATE:
        raise Refused("msg_too_long")
    _apply(message, said)
    call.slack.workspace.edited(message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": render.message(call.slack.workspace, message),
    }


def delete(call: Call) -> Json:
    """Remove one of the bot's own messages."""
    channel = call.channel()
    message = _own(call, channel, call.text("ts"), "cant_delete_message")
    call.slack.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """The address of a message."""
    channel = call.channel()
    message = call.slack.workspace.message(channel.id, call.text("message_ts"))
    if message is None or message.ephemeral_to is not None:
        raise Refused("message_not_found")
    link = f"https://{TEAM_DOMAIN}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts not in (None, message.ts):
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _destination(call: Call) -> Channel:
    """Where a post goes: an id, a `#name`, or a user whose direct message is meant."""
    workspace = call.slack.workspace
    given = call.text("channel")
    found = workspace.channels.get(given) or (
        workspace.direct_channel(given)
        if given in workspace.users
        else next((c for c in workspace.channels.values() if not c.is_im and c.name == given.lstrip("#")), None)
    )
    if found is None or not workspace.sees(BOT_USER, found):
        raise Refused("channel_not_found")
    if found.is_archived:
        raise Refused("is_archived")
    if BOT_USER not in found.members:
        raise Refused("not_in_channel")
    if found.is_im and not call.slack.manifest.messages_tab:
        raise Refused("messages_tab_disabled")
    return found


def _said(call: Call) -> Content:
    """The content of a call; only chat.* looks at the length of all blocks, response URLs do not."""
    said = content.read(call)
    if said.blocks and block_kit.too_long(said.blocks):
        raise Refused("msg_blocks_too_long")
    return said


def _new(call: Call, channel: Channel, said: Content) -> Message:
    return Message(
        ts=call.slack.workspace.next_ts(),
        channel=channel.id,
        user=BOT_USER,
        bot_id=BOT,
        text=said.text or "",
        blocks=said.blocks,
        attachments=said.attachments,
        metadata=said.metadata or None,
    )


def _own(call: Call, channel: Channel, ts: str, error: str) -> Message:
    message = call.slack.workspace.message(channel.id, ts)
    if message is None or message.ephemeral_to is not None:
        raise Refused("message_not_found")
    # A message sent through a response URL does not belong to the bot user.
    if message.user != BOT_USER or message.by_response_url:
        raise Refused(error)
    return message


def _apply(message: Message, said: Content) -> None:
    """Blocks stay only when neither text nor blocks came; text alone removes them."""
    if said.text or said.blocks is not None:
        message.blocks = said.blocks
    if said.text:
        message.text = said.text
        message.edited = message.edited or not said.blocks
    if said.attachments is not None:
        message.attachments = said.attachments
    if said.metadata is not None:
        message.metadata = said.metadata or None
