"""Buttons that ask."""

import json
import re

import pytest

from blocks.asking import ask, pages, share, turn
from blocks.card import Card
from blocks.elements import actions
from blocks.limits import problems

ARGUMENTS = {"instance_ids": ("i-1",), "severity": "high"}


@pytest.mark.parametrize(("make", "kind"), [(ask, "ask"), (pages, "pages"), (share, "share")])
def test_a_button_names_its_operation_and_carries_the_arguments(make: object, kind: str) -> None:
    assert callable(make)
    button = make("Go", "get_x", ARGUMENTS)
    assert button["action_id"] == f"{kind}:get_x"
    assert json.loads(button["value"]) == {"instance_ids": ["i-1"], "severity": "high"}
    assert re.fullmatch(r"\S+", button["value"])


def test_two_turns_of_one_modal_are_told_apart() -> None:
    row = actions(turn("Previous page", 0), turn("Next page", 2))
    assert [element["action_id"] for element in row["elements"]] == ["turn:0", "turn:2"]
    assert problems(Card("x", (row,))) == []
