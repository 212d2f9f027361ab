"""Which of several versions of one package is the newest."""

import re
from collections.abc import Iterable

_PARTS = re.compile(r"\d+|[a-z]+")


def newest(versions: Iterable[str]) -> str:
    """The newest version, by its numbers; enough for the versions of the seed."""
    return max(versions, key=_key)


def _key(version: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in _PARTS.findall(version.lower()))
