"""The dialog that mutes a rule, as Slack submits it."""

from typing import Any

import pytest

from blocks.muting import LENGTH, REASON, RULE
from bot.slack.muting import missing


def filled(rule: str = "trail-off", reason: str = "a drill", days: str = "7") -> dict[str, Any]:
    return {
        RULE: {"chosen": {"selected_option": {"value": rule}}},
        REASON: {"text": {"value": reason}},
        LENGTH: {"chosen": {"selected_option": {"value": days}}},
    }


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        (filled(), []),
        (filled(reason="  "), [REASON]),
        (filled(rule=""), [RULE]),
        (filled(days="9999"), [LENGTH]),
        ({RULE: {"chosen": None}, REASON: {"text": {"value": None}}}, [RULE, REASON, LENGTH]),
        ({}, [RULE, REASON, LENGTH]),
    ],
)
def test_what_is_missing_is_said_at_its_field(values: dict[str, Any], fields: list[str]) -> None:
    assert list(missing(values)) == fields
