"""An answer as messages of the outbox: its card as a root that everyone sees, detail and files in the thread."""

import logging
from collections.abc import Iterator
from typing import Any

from blocks.card import Card
from blocks.fit import fit
from blocks.shared import missing_card
from commands.spec import Command
from core.attachment import Attachment
from core.errors import AssistantError
from core.model import Model
from services.slack.outbox import FileOf, Message
from services.store.files import Files

_log = logging.getLogger(__name__)
Drawn = tuple[Attachment, ...] | None
"""What `bot.attachments.drawn_safely` gives."""


def root_of(key: str, channel: str, card: Card) -> Message:
    """The message that everyone sees."""
    return _message(key, channel, card)


def thread_of(root: Message, command: Command[..., Any], result: Model, files: Drawn, kept: Files) -> Iterator[Message]:
    """What follows in the thread of a root; a file that cannot be had is a sentence there."""
    if command.thread:
        yield _message(f"{root.key}:detail", root.channel, command.thread(result), root.key)
    if files is None:
        yield _message(f"{root.key}:file:0", root.channel, missing_card("chart or file"), root.key)
    for number, file in enumerate(files or ()):
        what = "chart" if file.media_type.startswith("image/") else "file"
        instead = _message(f"{root.key}:file:{number}", root.channel, missing_card(what, file.title), root.key)
        yield instead.model_copy(update={"file": _kept(file, kept)})


def _kept(file: Attachment, kept: Files) -> FileOf | None:
    try:
        digest = kept.put(file.content)
    except AssistantError as error:
        _log.warning("%s cannot be attached: %s", file.name, error)
        return None
    return FileOf(digest=digest, name=file.name, title=file.title, alt_text=file.alt_text)


def _message(key: str, channel: str, card: Card, thread_key: str = "") -> Message:
    fitting = fit(card)
    return Message(key=key, channel=channel, text=fitting.text, blocks=fitting.blocks, thread_key=thread_key)
