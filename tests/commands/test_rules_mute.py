"""Muting a rule."""

import pytest

from commands.rules import list_detection_rules
from commands.rules_mute import mute_detection_rule
from core.actor import Door
from core.errors import BadRequest
from tests.commands.caller import context_of, small_account


def test_a_mute_is_listed_with_its_author_and_end() -> None:
    context = context_of(small_account())
    made = mute_detection_rule(context, "Trail-Off", "known job", 30)
    [listed] = list_detection_rules(context).rulings
    assert (listed.rule, listed) == ("trail-off", made.ruling)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"days": 0}, "“0” is not a number of whole days from 1 to 365."),
        ({"days": "2y"}, "“2y” is not a number of whole days"),
        ({"reason": " "}, "This needs a reason in a few words"),
        ({"rule": "no rule!"}, "“no rule!” is not the name of a rule"),
    ],
)
def test_what_is_wrong_is_said(given: dict[str, object], said: str) -> None:
    with pytest.raises(BadRequest) as refused:
        mute_detection_rule.check({"rule": "trail-off", "reason": "x", **given}, Door.MCP)
    assert refused.value.sentence.startswith(said)


def test_days_may_be_a_span() -> None:
    assert mute_detection_rule.check({"rule": "trail-off", "reason": "x", "days": "2w"}, Door.CLI)["days"] == 14
