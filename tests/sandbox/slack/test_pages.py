"""Cursor pagination."""

import pytest

from sandbox.slack.calls import Call
from sandbox.slack.manifest import Manifest
from sandbox.slack.pages import page
from sandbox.slack.shapes import Refused
from sandbox.slack.state import Sandbox


def call(**args: object) -> Call:
    """A call with these arguments."""
    return Call(Sandbox(Manifest()), args)


def test_the_cursor_leads_through_all_items() -> None:
    first, cursor = page(call(limit=2), "abcde")
    second, cursor = page(call(limit="2", cursor=cursor), "abcde")
    third, cursor = page(call(limit=2, cursor=cursor), "abcde")
    assert (first, second, third, cursor) == (["a", "b"], ["c", "d"], ["e"], "")


@pytest.mark.parametrize("limit", [-1, 1001])
def test_a_limit_has_its_range(limit: int) -> None:
    with pytest.raises(Refused, match="invalid_limit"):
        page(call(limit=limit), "abc")


@pytest.mark.parametrize("cursor", ["nonsense", "b2Zmc2V0", "b2Zmc2V0Ongy"])
def test_an_invented_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Refused, match="invalid_cursor"):
        page(call(cursor=cursor), "abc")
