from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.metrics.range import HISTORY, LONGEST, SHORTEST, range_of
from tests.core.examples import NOW


@pytest.mark.parametrize(
    ("days", "period_s"), [(1, 300), (5, 300), (5.1, 900), (15, 900), (15.1, 3600), (28, 3600), (63, 3600)]
)
def test_the_longer_the_range_the_longer_the_period(days: float, period_s: int) -> None:
    assert range_of(timedelta(days=days), NOW).period_s == period_s


@given(st.timedeltas(SHORTEST, LONGEST), st.integers(0, 86_400))
def test_no_range_has_more_points_than_a_picture_can_show(length: timedelta, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    made = range_of(length, now)
    assert 3 <= length.total_seconds() / made.period_s <= 1512
    assert made.end <= now
    assert made.end.timestamp() % made.period_s == 0
    assert made.start - made.history == HISTORY


def test_up_to_three_hours_are_looked_at_by_the_minute() -> None:
    assert range_of(timedelta(hours=3), NOW).fine
    assert not range_of(timedelta(hours=4), NOW).fine


def test_only_long_ranges_hide_measurements_in_averages() -> None:
    assert not range_of(timedelta(days=1), NOW).averaged
    assert range_of(timedelta(days=7), NOW).averaged
