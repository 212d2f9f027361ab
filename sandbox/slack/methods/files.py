"""files.*: the external upload flow, and what is known of a file.

https://docs.slack.dev/messaging/working-with-files#upload
"""

import re

from sandbox.slack import render
from sandbox.slack.calls import Call
from sandbox.slack.content import Content
from sandbox.slack.content import read as read_content
from sandbox.slack.model import Channel, File, Message
from sandbox.slack.shapes import BOT, BOT_USER, Json, Refused, invalid_arguments
from sandbox.slack.threads import parent_of

# https://docs.slack.dev/reference/methods/files.getUploadURLExternal#errors
LONGEST_ALT_TEXT = 1_000
# The same page: a snippet ends at 1 MB; https://docs.slack.dev/messaging/working-with-files: a file at 1 GB.
LARGEST_FILE = 1_000_000_000
CHANNEL_ID = re.compile(r"[CGDZ][A-Z0-9]{8,}")


def get_upload_url(call: Call) -> Json:
    """Where to send the bytes of a new file."""
    length = call.number("length", 0)
    if length <= 0:
        raise Refused("missing_argument")
    if length > LARGEST_FILE:
        raise Refused("file_upload_size_restricted")
    if len(call.text("alt_txt")) > LONGEST_ALT_TEXT:
        raise Refused("alt_txt_too_large")
    workspace = call.slack.workspace
    file = File(workspace.new_id("F"), call.text("filename"), length, call.text("alt_txt"))
    file.created = int(call.slack.now())
    workspace.files[file.id] = file
    return {"upload_url": f"{call.slack.url}/upload/v1/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Make uploaded files visible, in a channel or privately."""
    files = _finished(call)
    channel = _shared_in(call)
    comment = Content() if channel is None else _comment(call)
    for file in files:
        file.completed = True
    if channel is not None:
        _share(call, channel, files, comment)
    return {"files": [render.file(call.slack.workspace, file) for file in files]}


def info(call: Call) -> Json:
    """One file."""
    shown = render.file(call.slack.workspace, _known(call))
    return {"file": shown, "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(call: Call) -> Json:
    """Remove a file and take it off the messages that show it."""
    file = _known(call)
    workspace = call.slack.workspace
    del workspace.files[file.id]
    for channel, ts in file.shares:
        message = workspace.message(channel, ts)
        if message is not None:
            message.files.remove(file.id)
            workspace.edited(message)
    return {}


def _known(call: Call) -> File:
    file = call.slack.workspace.files.get(call.text("file"))
    if file is None or not file.completed:
        raise Refused("file_not_found")
    return file


def _finished(call: Call) -> list[File]:
    wrong = invalid_arguments("must provide an array [json-pointer:/files]")
    given = call.parsed("files", wrong)
    if not isinstance(given, list) or not given:
        raise wrong
    return [_uploaded(call, item) for item in given]


def _uploaded(call: Call, item: object) -> File:
    if not isinstance(item, dict) or "id" not in item:
        raise invalid_arguments("missing required field: id [json-pointer:/files/0]")
    file = call.slack.workspace.files.get(str(item["id"]))
    # A ticket is good for one completion, and only after its bytes arrived.
    if file is None or file.content is None or file.completed:
        raise Refused("file_not_found")
    file.title = str(item.get("title") or file.name)
    return file


def _shared_in(call: Call) -> Channel | None:
    channel_id = call.text("channel_id")
    if not channel_id:
        return None
    if not CHANNEL_ID.fullmatch(channel_id):
        raise invalid_arguments(f"input must match regex pattern: ^{CHANNEL_ID.pattern}$ [json-pointer:/channel_id]")
    workspace = call.slack.workspace
    channel = workspace.channels.get(channel_id)
    if channel is None or not workspace.sees(BOT_USER, channel):
        raise Refused("channel_not_found")
    if BOT_USER not in channel.members:
        raise Refused("not_in_channel")
    if channel.is_archived:
        raise Refused("posting_to_channel_denied")
    parent_of(call, channel)
    return channel


def _comment(call: Call) -> Content:
    if call.args.get("blocks") and call.text("initial_comment"):
        raise invalid_arguments("initial_comment and blocks exclude each other")
    return read_content(call)


def _share(call: Call, channel: Channel, files: list[File], comment: Content) -> None:
    message = Message(
        ts=call.slack.workspace.next_ts(),
        channel=channel.id,
        user=BOT_USER,
        bot_id=BOT,
        text=call.text("initial_comment"),
        blocks=comment.blocks,
        files=[file.id for file in files],
        thread_ts=parent_of(call, channel),
    )
    for file in files:
        file.shares.append((channel.id, message.ts))
    call.slack.workspace.post(message)
