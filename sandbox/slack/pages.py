"""Cursor pagination as the list methods do it.

https://docs.slack.dev/apis/web-api/pagination
"""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from sandbox.slack.calls import Call
from sandbox.slack.shapes import Refused

Item = TypeVar("Item")
MOST_PER_PAGE = 1000
DEFAULT_PER_PAGE = 100


def page(call: Call, items: Sequence[Item], default: int = DEFAULT_PER_PAGE) -> tuple[list[Item], str]:
    """The page that `cursor` and `limit` ask for, and the cursor of the next one, empty at the end."""
    limit = call.number("limit", default) or default
    if not 0 < limit <= MOST_PER_PAGE:
        raise Refused("invalid_limit")
    start = _offset(call.text("cursor"))
    end = start + limit
    more = end < len(items)
    return list(items[start:end]), base64.b64encode(f"offset:{end}".encode()).decode() if more else ""


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused("invalid_cursor") from None
    if word != "offset" or not number.isdigit():
        raise Refused("invalid_cursor")
    return int(number)
