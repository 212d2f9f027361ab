"""/sre-schedule."""

import pytest

from commands.schedule import get_scheduled_patches
from commands.words import arguments_from
from core.actor import Door
from core.errors import BadRequest
from tests.commands.caller import context_of, small_account


def test_an_account_with_nothing_planned_says_so() -> None:
    answer = get_scheduled_patches(context_of(small_account()))
    assert (answer.scheduled, answer.days_ahead) == ((), 14)
    assert answer.summary == "Nothing in the next 14 days."


@pytest.mark.parametrize("days", ["0", "29", "soon"])
def test_days_that_are_no_days_get_a_sentence_and_an_example(days: str) -> None:
    with pytest.raises(BadRequest) as told:
        get_scheduled_patches.call(context_of(small_account()), {"days_ahead": days})
    assert "schedule list --days 14" in told.value.advice


def test_slack_takes_the_days_as_a_bare_word() -> None:
    given = arguments_from("7d", get_scheduled_patches)
    assert get_scheduled_patches.check(given, Door.SLACK) == {"days_ahead": 7}
