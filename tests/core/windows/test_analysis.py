from datetime import datetime

import pytest

from core.windows.analysis import analysis_of
from tests.core.windows.loads import by_night, outlook, quiet_at, weeks_before


def test_the_week_is_told_by_day_and_hour_with_its_extremes() -> None:
    told = analysis_of(outlook(quiet_at(1, 12)), (), read=True)
    assert (len(told.week_pct), {len(day) for day in told.week_pct}) == (7, {24})
    assert told.quietest
    assert told.busiest
    assert told.quietest.hour == "Tue 12:00"
    assert told.quietest.load_pct == pytest.approx(10, abs=1)
    assert told.busiest.hour.endswith("23:00")


def test_an_hour_that_is_not_known_is_none_and_not_zero() -> None:
    told = analysis_of(outlook(lambda at: None if at.hour == 4 else by_night(at)), (), read=True)
    assert {day[4] for day in told.week_pct} == {None}


@pytest.mark.parametrize("share", [0.1, -0.1])
def test_the_trend_is_told_in_percent_per_week(share: float) -> None:
    def growing(at: datetime) -> float:
        return by_night(at) * (1 + share) ** (3 - weeks_before(at))

    assert analysis_of(outlook(growing), (), read=True).trend_pct_per_week == pytest.approx(100 * share, abs=0.5)


def test_with_less_than_two_weeks_only_the_hours_of_the_day_are_known() -> None:
    told = analysis_of(outlook(by_night, days=3), (), read=True)
    assert (told.enough, told.busiest, told.trend_pct_per_week) == (False, None, None)
    assert told.known_from
    assert told.hours_so_far[0] == "02:00 (10 % of its peak, 3 days)"
    assert analysis_of(outlook(by_night, days=1), (), read=True).hours_so_far == ()
