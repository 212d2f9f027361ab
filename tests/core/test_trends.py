from datetime import UTC, datetime
from math import isfinite
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.trends import Trend, compared, trend

DAY_S = 86_400
START = datetime(2026, 11, 2, tzinfo=UTC).timestamp()
VALUES = st.one_of(st.none(), st.floats(0, 100), st.sampled_from([float("nan"), float("inf"), 0.0, 1e-300]))


def grid(days: float, step_s: int = 900) -> list[float]:
    return [float(at) for at in np.arange(START, START + days * DAY_S, step_s)]


def line(times: list[float], begin: float, per_day: float) -> list[float | None]:
    return [begin + per_day * (at - START) / DAY_S for at in times]


def wobbling(times: list[float], seed: int) -> list[float | None]:
    random = np.random.default_rng(seed)
    at = np.array(times) / DAY_S
    load = 40 + 25 * np.sin(at * 2 * np.pi) * np.where(at // 1 % 7 < 2, 0.3, 1) + random.normal(0, 3, len(at))
    return [float(value) for value in load]


def filling(times: list[float], full_after_days: float, seed: int) -> list[float | None]:
    """From some level to one that is full so many days after the end, with a little noise and daily rhythm."""
    random = np.random.default_rng(seed)
    per_day = 40 / full_after_days
    at = (np.array(times) - times[-1]) / DAY_S
    return [float(each) for each in 60 + per_day * at + random.normal(0, 0.1, len(at)) + 0.1 * np.sin(at * 2 * np.pi)]


@given(st.lists(st.tuples(st.floats(0, 4e9), VALUES), max_size=60), st.sampled_from([None, 0.0, 100.0]))
def test_whatever_is_measured_no_number_is_made_up(pairs: list[tuple[float, float | None]], full_at: float) -> None:
    told = trend([at for at, _ in pairs], [value for _, value in pairs], full_at=full_at)
    numbers = [each for each in told.model_dump().values() if isinstance(each, float)] if told else []
    assert all(isfinite(each) for each in numbers)
    assert told is None or (told.time_to_full_s or 0) >= 0


@given(st.integers(12, 400), st.floats(0.5, 30), st.integers(60, 7200))
def test_a_forecast_stays_within_three_times_its_evidence(count: int, per_day: float, step_s: int) -> None:
    times = [START + step_s * number for number in range(count)]
    told = trend(times, line(times, 5, per_day), full_at=100)
    if told and told.time_to_full_s is not None:
        assert told.soonest_s is not None
        assert 0 <= told.soonest_s <= told.time_to_full_s <= 3 * (times[-1] - times[0])
        assert told.latest_s is None or told.latest_s >= told.time_to_full_s


def test_an_evenly_filling_disk_is_full_when_its_line_says() -> None:
    times = grid(7)
    told = trend(times, line(times, 50, 5), full_at=100)
    assert told is not None
    assert told.per_day == pytest.approx(5)
    assert told.time_to_full_s == pytest.approx(START + 10 * DAY_S - times[-1])
    assert told.confidence.value > 0.9


def test_free_space_that_shrinks_is_on_its_way_to_zero() -> None:
    times = grid(7)
    told = trend(times, line(times, 80, -6), full_at=0)
    assert told is not None
    assert told.per_day == pytest.approx(-6)
    assert told.low_per_day <= told.per_day <= told.high_per_day
    assert told.time_to_full_s == pytest.approx((80 / 6 - 7) * DAY_S, rel=0.01)


def test_growth_away_from_the_limit_has_no_time() -> None:
    times = grid(7)
    told = trend(times, line(times, 80, -3), full_at=100)
    assert told is not None
    assert told.time_to_full_s is None


def test_the_growth_since_a_cleanup_counts_and_not_the_fall() -> None:
    times = grid(10)
    values = [50 + 4 * ((at - START) / DAY_S) - (20 if at > START + 3 * DAY_S else 0) for at in times]
    told = trend(times, values, full_at=100)
    assert told is not None
    assert told.per_day == pytest.approx(4, rel=0.05)
    assert told.since == pytest.approx(START + 3 * DAY_S, abs=DAY_S / 2)
    assert "since the last drop" in told.confidence.basis


@pytest.mark.parametrize("period_days", [0.5, 1, 2, 3])
def test_a_log_that_is_rotated_again_and_again_never_fills_the_disk(period_days: float) -> None:
    times = grid(13.4)
    values = [40 + 40 * ((at - START) / DAY_S / period_days % 1) for at in times]
    told = trend(times, values, full_at=100)
    assert told is None or told.time_to_full_s is None


def test_a_rotation_that_does_not_come_any_more_is_growth_again() -> None:
    times = grid(14)
    days = [(at - START) / DAY_S for at in times]
    values = [40 + 10 * (day % 2 if day < 8 else day - 8) * 0.9 for day in days]
    told = trend(times, values, full_at=100)
    assert told is not None
    assert told.time_to_full_s is not None
    assert told.since == pytest.approx(START + 8 * DAY_S, abs=DAY_S / 2)


def test_a_disk_that_has_begun_to_fill_yesterday_is_seen_in_a_quiet_month() -> None:
    times = grid(28)
    values = [40 + 15 * max(0.0, (at - START) / DAY_S - 26) for at in times]
    told = trend(times, values, full_at=100)
    assert told is not None
    assert told.time_to_full_s == pytest.approx(2 * DAY_S, rel=0.25)


def test_a_few_hours_are_never_sure() -> None:
    times = grid(0.5, 60)
    told = trend(times, line(times, 50, 50), full_at=100)
    assert told is not None
    assert told.confidence.word == "low"
    assert "daily rhythm" in told.confidence.basis


def test_what_was_not_measured_lowers_the_confidence_and_is_said() -> None:
    times = grid(7)
    whole = line(times, 50, 5)
    told = trend(times, [None if 166 < number < 367 else value for number, value in enumerate(whole)], full_at=100)
    assert told is not None
    assert told.per_day == pytest.approx(5)
    assert told.confidence.value < 0.75
    assert told.confidence.basis.endswith("30 % missing")


@pytest.mark.parametrize("values", [[], [5.0], [5.0] * 11, [None] * 500, [7.0] * 500, [0.0] * 500])
def test_nothing_and_sameness_have_no_trend(values: list[float | None]) -> None:
    assert trend(grid(30)[: len(values)], values, full_at=100) is None


def forecasts(days: float, seeds: int) -> list[Trend]:
    times = grid(days)
    told = (trend(times, wobbling(times, seed), full_at=100) for seed in range(seeds))
    return [each for each in told if each and each.time_to_full_s is not None]


@pytest.mark.parametrize("days", [5, 7, 14, 28])
def test_a_daily_and_weekly_rhythm_is_no_growth(days: float) -> None:
    assert forecasts(days, 10) == []


def test_noise_is_no_growth() -> None:
    times = grid(14)
    random = np.random.default_rng(1)
    told = [trend(times, [float(each) for each in random.normal(50, 8, len(times))], full_at=100) for _ in range(10)]
    assert [each for each in told if each and each.time_to_full_s is not None] == []


def test_filling_disks_are_found_and_their_time_is_right_within_a_tenth() -> None:
    times = grid(14)
    told = [trend(times, filling(times, 10, seed), full_at=100) for seed in range(10)]
    found = [each.time_to_full_s / DAY_S for each in told if each and each.time_to_full_s is not None]
    assert len(found) == 10
    assert max(abs(each - 10) for each in found) < 1


def test_shown_hours_are_compared_to_the_same_hours_of_earlier_weeks() -> None:
    times = grid(29)
    values = [10 + 10 * ((at - START) // 3600 % 24) + (6 if at >= START + 28 * DAY_S else 0) for at in times]
    told = compared(times, values, since=START + 28 * DAY_S)
    assert told is not None
    assert (told.difference, told.weeks) == (6, 4)
    assert told.ratio == pytest.approx((125 + 6) / 125)


def test_without_an_earlier_week_there_is_no_comparison() -> None:
    times = grid(6)
    assert compared(times, line(times, 1, 1), since=times[-10]) is None
    assert compared([], [], since=START) is None


def test_a_week_that_was_hardly_measured_does_not_count() -> None:
    times = grid(22)
    values = [None if START + 7 * DAY_S <= at < START + 7.9 * DAY_S else 5.0 for at in times]
    told = compared(times, values, since=START + 21 * DAY_S)
    assert told is not None
    assert told.weeks == 2


def test_nothing_then_gives_a_difference_and_no_ratio() -> None:
    times = grid(8)
    told = compared(times, [5.0 if at >= START + 7 * DAY_S else 0.0 for at in times], since=START + 7 * DAY_S)
    assert told is not None
    assert (told.difference, told.ratio) == (5, None)


def test_the_same_hours_stay_the_same_when_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begin = datetime(2026, 10, 20, tzinfo=berlin).timestamp()
    times = [begin + 900 * number for number in range(8 * 96 + 4)]
    values = [100.0 if datetime.fromtimestamp(at, berlin).hour == 9 else 1.0 for at in times]
    since = datetime(2026, 10, 27, 9, tzinfo=berlin).timestamp()
    hour = [(at, value) for at, value in zip(times, values, strict=True) if at < since + 3600]
    told = compared([at for at, _ in hour], [value for _, value in hour], since, berlin)
    assert told is not None
    assert told.difference == 0


def test_a_fall_of_a_day_that_nothing_before_was_like_is_believed_more_than_one_without_a_past() -> None:
    times = grid(14)
    fall = [500 - 300 * max(0.0, (at - times[-1]) / DAY_S + 1) for at in times]
    told, young = trend(times, fall, full_at=0), trend(times[-96:], fall[-96:], full_at=0)
    assert told is not None
    assert told.confidence.value == 0.7
    assert "of decline, unlike the 13 days before" in told.confidence.basis
    assert young is None or young.confidence.value <= 0.4
