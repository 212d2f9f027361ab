"""The files of an answer as every door hands them on: without secrets, under names that are safe anywhere."""

import re
from typing import Any

from bot.edge import guarded
from commands.spec import Command
from core.attachment import Attachment
from core.model import Model
from core.redact import redact

_TEXTS = frozenset({"application/json", "application/xml", "image/svg+xml"})
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 100


def drawn(command: Command[..., Any], result: Model) -> tuple[Attachment, ...]:
    """The files of a result, drawn now; empty where it has none. Whatever drawing raises comes through."""
    return tuple(_handed_on(each) for each in command.files(result)) if command.files else ()


def drawn_safely(command: Command[..., Any], result: Model) -> tuple[Attachment, ...] | None:
    """The same; None where drawing broke, which is logged and must not cost the answer."""
    done: list[tuple[Attachment, ...]] = []
    guarded(f"drawing for {command.name}", lambda: done.append(drawn(command, result)), lambda _: None)
    return done[0] if done else None


def safe_name(name: str) -> str:
    """A name of letters, digits, dots, dashes and underscores that hides nothing and leads nowhere else."""
    stem, dot, extension = _UNSAFE.sub("-", name).strip("-.").rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(extension) - 1]}{dot}{extension}"[:_LONGEST_NAME] or "file"


def _handed_on(file: Attachment) -> Attachment:
    return file.model_copy(
        update={
            "name": safe_name(file.name),
            "title": redact(file.title),
            "alt_text": redact(file.alt_text),
            "content": _masked(file),
        }
    )


def _masked(file: Attachment) -> bytes:
    """Secrets are masked in what is text; a picture shows no more than its card."""
    if not (file.media_type.startswith("text/") or file.media_type in _TEXTS):
        return file.content
    return redact(file.content.decode(errors="surrogateescape")).encode(errors="surrogateescape")
