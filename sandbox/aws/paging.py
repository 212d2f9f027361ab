"""Opaque page tokens: each belongs to one query and names where its next page begins."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Item = TypeVar("Item")
_SALT = "sandbox-page"
_NOT_PART_OF_THE_QUERY = ("nextToken", "NextToken", "maxResults", "MaxResults")


class InvalidTokenError(ValueError):
    """The token was not made for this query."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins, and which page it is, counted from 1."""

    offset: int = 0
    page: int = 1


def query_key(params: Mapping[str, Any]) -> str:
    """A digest of everything but the paging members."""
    query = {name: value for name, value in params.items() if name not in _NOT_PART_OF_THE_QUERY}
    return hashlib.sha256((_SALT + json.dumps(query, sort_keys=True)).encode()).hexdigest()[:24]


def cut(items: Sequence[Item], place: Place, size: int) -> tuple[Sequence[Item], Place | None]:
    """One page and where the next one begins; None at the end."""
    end = place.offset + size
    following = Place(end, place.page + 1) if end < len(items) else None
    return items[place.offset : end], following


def token(place: Place, key: str) -> str:
    """The token a client hands back to continue."""
    inner = f"{key}.{place.offset}.{place.page}"
    return base64.urlsafe_b64encode(f"{inner}.{_mark(inner)}".encode()).decode()


def read(given: str | None, key: str) -> Place:
    """The place a token names, the beginning when there is none; raises InvalidTokenError."""
    if not given:
        return Place()
    try:
        inner, _, mark = base64.urlsafe_b64decode(given.encode()).decode().rpartition(".")
        owner, offset, page = inner.split(".")
    except (binascii.Error, ValueError) as error:
        raise InvalidTokenError(given) from error
    if mark != _mark(inner) or owner != key:
        raise InvalidTokenError(given)
    return Place(int(offset), int(page))


def page_of(given: object) -> int:
    """Which page a request asks for by its token; 1 when it has none or none of ours."""
    try:
        inner = base64.urlsafe_b64decode(str(given or "").encode()).decode().rpartition(".")[0]
        return int(inner.rsplit(".", 1)[1])
    except (binascii.Error, ValueError, IndexError):
        return 1


def _mark(inner: str) -> str:
    return hashlib.sha256(f"{_SALT}/{inner}".encode()).hexdigest()[:12]
