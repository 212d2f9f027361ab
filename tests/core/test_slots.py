"""Slots are the same for everybody, come once, and are neither lost nor doubled by a change of the clock."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.slots import Daily, Every, When, between, turn

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  naive bounds
TIMES = st.times().map(lambda each: each.replace(second=0, microsecond=0))
WHENS = st.builds(Every, st.integers(1, 3000).map(lambda minutes: timedelta(minutes=minutes))) | st.builds(
    Daily, TIMES, st.sampled_from(ZONES).map(ZoneInfo)
)
HOUR = timedelta(hours=1)


@given(WHENS, MOMENTS)
def test_the_latest_slot_and_the_following_one_enclose_every_moment(when: When, moment: datetime) -> None:
    latest, following = when.latest(moment), when.following(moment)
    assert latest <= moment < following
    assert when.following(latest) == following
    assert when.latest(following) == following


@given(TIMES, st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]), MOMENTS)
def test_a_daily_job_has_one_slot_on_each_day_whatever_the_clocks_do(at: time, zone: str, start: datetime) -> None:
    slots = list(between(Daily(at, ZoneInfo(zone)), start, start + timedelta(days=400)))
    days = [slot.astimezone(ZoneInfo(zone)).date() for slot in slots]
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


def test_a_time_that_comes_twice_counts_once_and_one_that_is_left_out_counts_too() -> None:
    night = Daily(time(2, 30), BERLIN)
    back = list(between(night, datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)))
    ahead = list(between(night, datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC)))
    assert back == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
    assert ahead == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]


def test_nothing_is_owed_before_the_next_slot() -> None:
    at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    assert turn(Every(HOUR), at, at + HOUR - timedelta(seconds=1), HOUR) is None


def test_slots_in_time_are_owed_one_after_the_other_and_late_ones_together() -> None:
    at, minute = datetime(2026, 11, 20, 2, 0, tzinfo=UTC), timedelta(minutes=1)
    owed = turn(Every(minute), at, at + 10 * minute, 3 * minute)
    assert owed is not None
    assert (owed.first, owed.last, owed.missed, owed.newer) == (at + minute, at + 6 * minute, 6, True)
    then = turn(Every(minute), owed.last, at + 10 * minute, 3 * minute)
    assert then is not None
    assert (then.first, then.last, then.missed) == (at + 7 * minute, at + 7 * minute, 0)


@given(WHENS, MOMENTS, st.integers(0, 5000), st.integers(0, 600))
def test_every_slot_that_has_come_is_owed_in_one_turn(when: When, start: datetime, later: int, grace: int) -> None:
    now, settled = start + timedelta(minutes=later), start
    owed_in_all = 0
    while owed := turn(when, settled, now, timedelta(minutes=grace)):
        owed_in_all += owed.missed or 1
        assert owed.last > settled
        settled = owed.last
    assert owed_in_all == len(list(between(when, start, now)))


def test_a_period_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        Every(timedelta())
