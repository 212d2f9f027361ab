"""/sre-patch-window."""

from datetime import timedelta

import pytest

from commands.patch_window import analyze_optimal_patch_window
from commands.words import arguments_from
from core.actor import Door
from core.errors import BadRequest, NotFound
from tests.commands.caller import ONE, context_of, small_account
from tests.core.examples import NOW, instance_id
from tests.workflows.measurements import CPU, Machine

BY_NIGHT = Machine({CPU: lambda time: 10.0 if time // 3600 % 24 < 4 else 70.0})


def test_windows_of_one_instance_are_found_within_the_days_asked_for() -> None:
    answer = analyze_optimal_patch_window(context_of(small_account(), machine=BY_NIGHT), ONE, days_ahead=2)
    assert answer.recommended_windows[0].start.hour < 4
    assert all(each.start >= NOW and each.end <= NOW + timedelta(days=2) for each in answer.recommended_windows)


def test_an_unknown_instance_is_not_found() -> None:
    with pytest.raises(NotFound):
        analyze_optimal_patch_window(context_of(small_account()), instance_id(9))


@pytest.mark.parametrize("days", ["0", "29", "1.5", "-1", "soon", "30d", "90m", "1e3", "", True, None, [7]])
def test_days_that_are_no_days_get_a_sentence_and_an_example(days: object) -> None:
    with pytest.raises(BadRequest) as told:
        analyze_optimal_patch_window.call(context_of(small_account()), {"instance_id": ONE, "days_ahead": days})
    assert "--days 14" in told.value.advice


@pytest.mark.parametrize(("given", "days"), [("14", 14), ("7d", 7), ("2w", 14), (28, 28), (3.0, 3)])
def test_days_are_a_number_or_a_span(given: object, days: int) -> None:
    answer = analyze_optimal_patch_window.call(context_of(small_account()), {"instance_id": ONE, "days_ahead": given})
    assert answer.days_ahead == days


def test_slack_checks_a_number_of_days_like_any_argument() -> None:
    given = arguments_from(f"{ONE} 14", analyze_optimal_patch_window)
    assert analyze_optimal_patch_window.check(given, Door.SLACK) == {"instance_id": ONE, "days_ahead": 14}
