"""Lifting a ruling."""

import pytest

from commands.rules import list_detection_rules
from commands.rules_lift import lift_rule_ruling
from commands.rules_mute import mute_detection_rule
from core.errors import NotFound
from tests.commands.caller import context_of, small_account


def test_a_lifted_mute_is_gone() -> None:
    context = context_of(small_account())
    mute_detection_rule(context, "trail-off", "x")
    made = lift_rule_ruling(context, "trail-off")
    assert made.summary == "trail-off is neither muted nor of another severity any more"
    assert list_detection_rules(context).rulings == ()


def test_nothing_to_lift_is_said() -> None:
    with pytest.raises(NotFound, match="There is no ruling about trail-off"):
        lift_rule_ruling(context_of(small_account()), "trail-off")
