"""Windows on plain numbers."""

import math
import random
from datetime import UTC, datetime
from itertools import combinations
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.windows import Window, best_windows
from core.windows.choice import Obstacle
from tests.core.examples import NOW
from tests.core.windows.loads import ZONES, Curve, by_night, measured, moment, quiet_at, weeks_before

DAY_S = 86_400


def best(curve: Curve, *, zone: str = "UTC", now: datetime = NOW, days: float = 28) -> Window:
    times, values = measured(curve, zone=zone, now=now, days=days, period_s=900)
    return best_windows(times, values, zone=zone, now=now.timestamp())[0]


@pytest.mark.parametrize("zone", ZONES)
def test_the_quiet_time_is_found_by_the_owners_clock(zone: str) -> None:
    found = moment(best(quiet_at(1, 11, 3), zone=zone).start, zone)
    assert (found.weekday(), found.minute) == (1, 0)
    assert 11 <= found.hour <= 13


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("America/St_Johns", datetime(2026, 11, 1, 4, 30, tzinfo=UTC)),
        ("Pacific/Chatham", datetime(2026, 9, 26, 14, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("ahead_days", [2, -2])
def test_a_change_of_the_clock_moves_the_window_with_the_wall(zone: str, change: datetime, ahead_days: int) -> None:
    now = datetime.fromtimestamp(change.timestamp() - ahead_days * DAY_S, UTC)
    times, values = measured(by_night, zone=zone, now=now, period_s=900)
    found = best_windows(times, values, zone=zone, now=now.timestamp(), most=6)
    assert all(2 <= moment(each.start, zone).hour < 5 for each in found)
    assert len(found) == 6


def test_values_of_five_minutes_are_as_good_as_those_of_an_hour() -> None:
    fine = measured(by_night, period_s=300)
    hours = {moment(each.start).hour for each in best_windows(*fine, now=NOW.timestamp())}
    assert hours <= {2, 3, 4}


def test_one_odd_week_changes_nothing() -> None:
    def odd(at: datetime) -> float:
        return 95.0 if weeks_before(at) == 2 and at.weekday() == 6 else quiet_at(6, 3, 2)(at) or 0.0

    found = moment(best(odd).start)
    assert (found.weekday(), found.hour) in {(6, 3), (6, 4)}


def test_a_rhythm_that_moved_last_week_is_followed() -> None:
    def moved(at: datetime) -> float:
        hour = (at.hour - (6 if weeks_before(at) == 0 else 0)) % 24
        return 10.0 if 2 <= hour < 5 else 50.0 + hour

    assert 8 <= moment(best(moved).start).hour < 11


def test_of_a_growing_load_the_expected_one_is_nearer_to_the_last_week_than_to_the_first() -> None:
    def growing(at: datetime) -> float:
        return by_night(at) * (2.0 - 0.25 * weeks_before(at))

    assert 15.5 < best(growing).expected < 20.5


def test_an_hour_that_was_measured_in_one_week_only_is_never_chosen() -> None:
    def hidden(at: datetime) -> float | None:
        return None if at.weekday() == 6 and weeks_before(at) > 0 else by_night(at) - (9 if at.weekday() == 6 else 0)

    times, values = measured(hidden)
    found = best_windows(times, values, now=NOW.timestamp(), most=14)
    assert found
    assert all(moment(each.start).weekday() != 6 for each in found)


@pytest.mark.parametrize("days", [0, 0.05, 1, 7, 13.5])
def test_less_than_two_weeks_give_no_window(days: float) -> None:
    assert best_windows(*measured(by_night, days=days), now=NOW.timestamp()) == []


def test_two_weeks_give_one() -> None:
    assert best(by_night, days=14).confidence.value < best(by_night, days=28).confidence.value


def test_nothing_and_next_to_nothing_give_no_window() -> None:
    assert best_windows([], []) == []
    assert best_windows([0.0], [1.0]) == []
    assert best_windows([0.0, 60 * DAY_S], [1.0, 2.0]) == []
    assert best_windows([at * DAY_S for at in range(60)], [1.0] * 60) == []
    assert best_windows([at * 3600.0 for at in range(672)], [None] * 672) == []


def test_as_many_values_as_times_are_asked_for() -> None:
    with pytest.raises(ValueError, match="2 times and 1 values"):
        best_windows([0, 1], [0])


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", ""])
def test_a_zone_that_does_not_exist_is_an_error(zone: str) -> None:
    with pytest.raises((ZoneInfoNotFoundError, ValueError)):
        best_windows([0], [0], zone=zone)


def test_what_comes_after_now_is_not_looked_at() -> None:
    times, values = measured(by_night)
    later = [NOW.timestamp() + at * 3600 for at in range(200)]
    assert best_windows([*times, *later], [*values, *([0.0] * 200)], now=NOW.timestamp()) == best_windows(
        times, values, now=NOW.timestamp()
    )


def test_times_in_any_order_and_twice_mean_the_same() -> None:
    times, values = measured(by_night)
    pairs = list(zip(times, values, strict=True)) * 2
    random.Random(1).shuffle(pairs)
    shuffled = best_windows([at for at, _ in pairs], [value for _, value in pairs], now=NOW.timestamp())
    assert shuffled == best_windows(times, values, now=NOW.timestamp())


def test_a_closed_time_is_left_out_and_all_closed_gives_none() -> None:
    times, values = measured(quiet_at(6, 3))
    best_one = best_windows(times, values, now=NOW.timestamp())[0]
    closed = Obstacle(best_one.start + 1, best_one.start + 2, math.inf)
    assert best_windows(times, values, now=NOW.timestamp(), obstacles=[closed])[0].start != best_one.start
    always = Obstacle(0, 4e9, math.inf)
    assert best_windows(times, values, now=NOW.timestamp(), obstacles=[always]) == []


def test_without_a_rhythm_there_is_little_confidence() -> None:
    rng = random.Random(7)
    walk, values = 50.0, []
    times, _ = measured(by_night)
    for _ in times:
        walk = abs(walk + rng.gauss(0, 4))
        values.append(walk)
    assert best_windows(times, values, now=NOW.timestamp())[0].confidence.value < 0.5


def test_of_a_constant_load_any_time_is_as_good_and_that_is_sure() -> None:
    found = best(lambda _: 20.0)
    assert [found.expected, found.high] == pytest.approx([20, 20])
    assert found.confidence.value > 0.8
    assert "hardly depends on the hour" in found.confidence.basis


VALUES = st.none() | st.just(math.nan) | st.just(math.inf) | st.floats(-1e6, 1e9)


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    now_s=st.integers(1_767_225_600, 1_830_297_600),  # 2026 and 2027
    pool=st.lists(VALUES, min_size=1, max_size=400),
    size=st.integers(0, 900),
    period_s=st.sampled_from([300, 900, 1800, 3600, 7200]),
    days_ahead=st.integers(1, 28),
    minutes=st.integers(15, 240),
)
def test_whatever_is_measured_windows_are_finite_apart_and_within_the_days(
    zone: str, now_s: int, pool: list[float | None], size: int, period_s: int, days_ahead: int, minutes: int
) -> None:
    times = [now_s // 900 * 900.0 - (size - place) * period_s for place in range(size)]
    values = [pool[place % len(pool)] for place in range(size)]
    found = best_windows(times, values, zone=zone, now=now_s, days_ahead=days_ahead, minutes=minutes, most=4)
    for each in found:
        assert now_s <= each.start
        assert each.end == each.start + minutes * 60
        assert each.end <= now_s + days_ahead * DAY_S + 900
        assert datetime.fromtimestamp(each.start, ZoneInfo(zone)).minute == 0
        assert math.isfinite(each.expected)
        assert each.high >= each.expected
        assert 0 <= each.confidence.value <= 1
    assert all(abs(one.start - other.start) >= DAY_S / 2 for one, other in combinations(found, 2))
