"""Masks secrets in text, in JSON-like data and in log records, before any sink sees them.

A secret becomes a tag such as `[aws_key:3f2a]`, the same for the same secret, so that two places can still be told to
hold the same one. Names, ids, digests and ARNs stay.
"""

import hashlib
import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from core.secret_names import is_secret_name, is_value
from core.secret_places import secrets_by_place, tag_of
from core.secret_shapes import Found, secrets_by_shape

_MOST_PASSES = 6
_A_WORD = 12  # a lone word of letters this short is no secret; most texts of a card are such (`section`, `mrkdwn`)
_NAMES = ("name", "Name", "key", "Key", "ParameterKey", "parameterKey")
_OF_SECRETS = frozenset({"data", "stringData"})
_TAG = re.compile(r"\[[a-z_]+:[0-9a-f]{4}\]")
_FORMATTER = logging.Formatter()


def redact(text: str) -> str:
    """The text with every secret that we recognise replaced by its tag.

    Repeated until nothing changes, because a mask can let the text around it be read as something else; so a redacted
    text comes back as it is.
    """
    if len(text) <= _A_WORD and text.replace("_", "").isalpha():
        return text
    for _ in range(_MOST_PASSES):
        masked = _masked(text, secrets_by_shape(text, text.lower()))
        masked = _masked(masked, secrets_by_place(masked, masked.lower()))
        if masked == text:
            break
        text = masked
    return text


def redact_deep(value: object) -> object:
    """JSON-like data with secrets masked: by field name (`sessionToken`, `masterUserPassword`) and in every text.

    Keys stay as they are; mappings become dicts, lists and tuples lists. `{"name": "DB_PASSWORD", "value": …}`, the
    way containers list their environment, counts as a field.
    """
    match value:
        case str():
            return redact(value)
        case Mapping():
            named = next((value[name] for name in _NAMES if name in value), None)
            inside = value.get("kind") == "Secret"
            return {
                key: _all_secret(item) if inside and key in _OF_SECRETS else _field(_meant(key, named), item)
                for key, item in value.items()
            }
        case list() | tuple():
            return [redact_deep(item) for item in value]
        case _:
            return value


def redact_fields(data: Mapping[str, object]) -> dict[str, object]:
    """The same for a mapping of names that are texts."""
    masked = redact_deep(data)
    return masked if isinstance(masked, dict) else {}


def redact_texts(value: object) -> object:
    """JSON-like data with secrets masked in every text; the names of fields say nothing, as in a message's layout."""
    match value:
        case str():
            return redact(value)
        case Mapping():
            return {key: redact_texts(item) for key, item in value.items()}
        case list() | tuple():
            return [redact_texts(item) for item in value]
        case _:
            return value


class RedactingFilter(logging.Filter):
    """Masks the finished message of a record, its exception and its stack. Belongs on handlers, not on loggers."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, masked; arguments are folded into the message."""
        record.msg, record.args = redact(_message(record)), None
        if record.exc_info:
            record.exc_text = record.exc_text or _FORMATTER.formatException(record.exc_info)
            record.exc_info = None
        record.exc_text = redact(record.exc_text) if record.exc_text else record.exc_text
        record.stack_info = redact(record.stack_info) if record.stack_info else record.stack_info
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # a format string that does not fit its arguments
        return f"{record.msg} {record.args}"


def _meant(key: object, named: object) -> str:
    """The name that a field stands for."""
    return named if str(key).lower() in {"value", "parametervalue"} and isinstance(named, str) else str(key)


def _all_secret(data: object) -> object:
    """What a Secret of Kubernetes holds, whatever the names in it say."""
    if not isinstance(data, Mapping):
        return redact_deep(data)
    return {key: _field("secret", item) for key, item in data.items()}


def _field(name: str, value: object) -> object:
    """A field's value, masked whole where the name says that it is secret."""
    if not is_secret_name(name) or value is None or isinstance(value, bool | Mapping):
        return redact_deep(value)
    if isinstance(value, list | tuple):
        return [_field(name, item) for item in value]
    said = str(value)
    return _tag(tag_of(name), said) if is_value(said) else redact_deep(value)


def _masked(text: str, found: Iterable[Found]) -> str:
    pieces, end = [], 0
    tags = [match.span() for match in _TAG.finditer(text)] if "[" in text else []
    for secret in _apart(found):
        for start, stop in _between(secret, tags):
            if any(character.isalnum() for character in text[start:stop]):
                pieces += [text[end:start], _tag(secret.tag, text[start:stop])]
                end = stop
    return "".join([*pieces, text[end:]])


def _between(secret: Found, tags: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A secret without the tags in it: what is masked already stays as it is, whatever it looks like now."""
    start, place = secret.start, max(0, bisect_right(tags, (secret.start, 0)) - 1)
    while place < len(tags) and tags[place][0] < secret.end:
        begin, stop = tags[place]
        if stop > start:
            yield start, max(start, begin)
            start = stop
        place += 1
    yield start, max(start, secret.end)


def _apart(found: Iterable[Found]) -> Iterator[Found]:
    """The secrets in the order of the text; where two overlap, the one that begins first, or is longer."""
    end = 0
    for secret in sorted(found, key=lambda one: (one.start, -one.end)):
        if secret.start >= end:
            yield secret
            end = secret.end


def _tag(kind: str, secret: str) -> str:
    """Four hex digits tell secrets apart within an incident and give nothing of them away."""
    return f"[{kind}:{hashlib.sha256(secret.encode(errors='surrogatepass')).hexdigest()[:4]}]"
