"""Reads JSON of strangers: whatever is missing or of another kind reads as nothing, and nothing here ever raises."""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import TypeAlias

Json: TypeAlias = Mapping[str, object]

NOTHING: Json = {}
_MOST_DIGITS = 64
_MOST_NODES = 2_000
# Control characters, and those that turn the direction of writing, join or hide what stands beside them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SPACES = re.compile(r"\s+")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]")
_PLACEHOLDER = re.compile(r"^\$[A-Z][A-Z0-9_]*$|^\*insert [^*]*\*$|^\{\{[^}]*\}\}$")


def mapping(value: object) -> Json:
    """A JSON object; an empty one where the value is none."""
    return value if isinstance(value, Mapping) else NOTHING


def items(value: object) -> list[object]:
    """A JSON array; a lone value is an array of one, nothing an empty one."""
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None or value == "" else [value]


def objects(value: object) -> list[Json]:
    """The objects of a JSON array."""
    return [item for item in items(value) if isinstance(item, Mapping) and item]


def word(value: object) -> str:
    """A scalar as one line of clean text; empty for objects, arrays, null and placeholders nobody filled in."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            clean = _SPACES.sub(" ", tidy(value)).strip()
            return "" if _PLACEHOLDER.match(clean) else clean
        case int():
            # Python refuses to write integers of more than a few thousand digits.
            return str(value) if value.bit_length() < _MOST_DIGITS * 3 else "(a very large number)"
        case float():
            return repr(value).removesuffix(".0")
        case _:
            return ""


def text(value: object) -> str:
    """A scalar as clean text of several lines; other JSON as JSON."""
    if isinstance(value, str):
        return tidy(value).strip()
    if isinstance(value, Mapping | list | tuple):
        return tidy(as_json(value)) if value else ""
    return word(value)


def tidy(value: str) -> str:
    """Text without control, direction and lone surrogate characters; line ends and tabs stay."""
    joined = value.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", joined).encode("utf-8", "replace").decode()


def as_json(value: object) -> str:
    """Compact JSON of whatever can be written as such."""
    try:
        return json.dumps(value, default=str, ensure_ascii=False, separators=(",", ":"))
    except (ValueError, RecursionError, TypeError):
        return "(cannot be shown)"


def parsed(value: object) -> object:
    """The JSON in a text that holds an object or an array; None for any other value."""
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return None
    try:
        found: object = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found


def at(payload: object, *path: str) -> object:
    """What lies under a path of keys; None where it ends early."""
    for key in path:
        payload = mapping(payload).get(key)
    return payload


def first_word(payload: Json, *keys: str) -> str:
    """The first of these keys that holds a scalar, as text; keys may be paths with dots."""
    for key in keys:
        said = word(payload[key]) if key in payload else word(at(payload, *key.split(".")))
        if said:
            return said
    return ""


def plain(key: object) -> str:
    """A key as it is compared: `Alert_Name`, `alertName` and `alert-name` are one."""
    return _NOT_IN_NAMES.sub("", str(key).lower())


def walk(payload: object, depth: int = 4) -> Iterator[tuple[int, str, object]]:
    """Every (depth, plain key, value) of nested objects, outer ones first; `[{key, value}]` counts as an object."""
    waiting: deque[tuple[int, object]] = deque([(0, payload)])
    seen = 0
    while waiting and seen < _MOST_NODES:
        level, node = waiting.popleft()
        for key, value in _entries(node):
            seen += 1
            yield level, plain(key), value
            if level < depth and isinstance(value, Mapping | list | tuple):
                waiting.append((level + 1, value))


def _entries(node: object) -> Iterator[tuple[object, object]]:
    if isinstance(node, Mapping):
        yield from node.items()
        return
    for item in items(node):
        named = mapping(item)
        key = named.get("key", named.get("Key", named.get("name")))
        if isinstance(key, str) and (value := named.get("value", named.get("Value"))) is not None:
            yield key, value
        else:
            yield "", item


def find(payload: object, *keys: str, depth: int = 4, lines: bool = False) -> str:
    """The value under the first of these plain keys that holds a scalar, wherever it lies; outer ones before inner.

    `lines` keeps the lines of a text.
    """
    found: dict[str, tuple[int, str]] = {}
    for level, key, value in walk(payload, depth):
        if key in keys and key not in found and (said := word(value)):
            found[key] = (level, text(value) if lines else said)
    ranked = sorted(((level, keys.index(key)), said) for key, (level, said) in found.items())
    return ranked[0][1] if ranked else ""


def names(joined: str) -> tuple[str, ...]:
    """Plain keys written as one text, so that a long list of synonyms can be read."""
    return tuple(joined.split())
