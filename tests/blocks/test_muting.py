"""The button and dialog that mute a rule."""

import json

from blocks.limits import problems
from blocks.muting import mute_button, mute_dialog
from core.findings import Severity
from tests.blocks.security import account, hostile
from tests.core.security.samples import detection


def test_the_button_names_the_rules_of_the_stories() -> None:
    button = mute_button(account((detection(0), detection(1, "root-login", Severity.HIGH))).alerts)
    assert button is not None
    assert {rule for rule, _ in json.loads(button["value"])} == {"trail-off", "root-login"}


def test_many_long_titles_still_make_a_button_and_a_dialog() -> None:
    button = mute_button(account(tuple(hostile(index) for index in range(40)), events=40).alerts)
    assert button is not None
    assert len(button["value"]) <= 2000
    dialog = mute_dialog(button["value"], "C0SREOPS01")
    assert dialog is not None
    assert problems(dialog) == []


def test_nothing_to_mute_makes_no_button_and_a_strange_value_no_dialog() -> None:
    assert mute_button(()) is None
    assert [mute_dialog(value, "") for value in ("", "3", "[1]", '[["a"]]')] == [None] * 4
