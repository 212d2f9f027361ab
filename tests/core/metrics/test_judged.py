from collections.abc import Callable
from datetime import timedelta
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.metrics.judged import Judged, judge
from core.series import Metric
from tests.core.examples import NOW
from tests.core.metrics.series import (
    CHECKS,
    CPU,
    DISK,
    NETWORK,
    Curve,
    before_now,
    restless,
    series,
    shown,
)

ODD = st.lists(st.none() | st.floats(-1e12, 1e12) | st.just(0.0), min_size=1, max_size=12)


def judged(curve: Curve, of: Metric = CPU, **length: float) -> Judged:
    within = shown(**length)
    return judge(series(curve, of, within), within)


def test_the_range_is_shown_and_the_history_is_not() -> None:
    measured = judged(restless(), hours=24).measured
    assert (len(measured.values), measured.period_s, measured.start) == (288, 300, shown().start)
    assert measured.times[0] == shown().start.timestamp()


def test_now_is_the_last_value_that_there_is() -> None:
    measured = judged(lambda time: 5.0 if time < before_now(60) else None).measured
    assert (measured.now, measured.minimum, measured.maximum, measured.average) == (5.0, 5.0, 5.0, 5.0)
    assert measured.now_at is not None
    assert measured.now_at.timestamp() == before_now(65)


def test_without_a_value_everything_is_unknown_and_nothing_is_zero() -> None:
    measured = judged(lambda _: None).measured
    assert (measured.now, measured.minimum, measured.average, measured.maximum, measured.usual) == (None,) * 5
    assert set(measured.values) == {None}


def test_a_jump_within_the_range_is_told_with_what_was_expected() -> None:
    found = judged(lambda time: restless()(time) + (45 if time >= before_now(30) else 0)).anomalies
    assert [(each.label, each.unit, each.lasts) for each in found] == [("CPU", "%", True)]
    assert 84 <= found[0].observed <= 86
    assert 39 <= found[0].expected <= 41


def test_a_jump_before_the_range_is_not_told() -> None:
    assert (
        judged(lambda time: restless()(time) + (45 if 6 < (NOW.timestamp() - time) / 86_400 < 6.1 else 0)).anomalies
        == ()
    )


def test_a_disk_that_fills_is_told_with_the_day_it_will_be_full() -> None:
    trend = judged(lambda time: 90 - (NOW.timestamp() - time) / 86_400, DISK).trend
    assert trend is not None
    assert trend.full_at is not None
    assert 9 < (trend.full_at - NOW).days < 11
    assert trend.words.startswith("+1 % a day, full in 10 days")


def test_load_of_a_day_is_compared_with_the_same_hours_of_earlier_weeks() -> None:
    trend = judged(lambda time: restless()(time) * (2 if time >= before_now(24 * 60) else 1)).trend
    assert trend is not None
    assert (trend.weeks, round(trend.ratio or 0, 1), trend.full_at) == (2, 2.0, None)


def test_bytes_become_a_rate_in_values_and_band() -> None:
    measured = judged(lambda time: 300e6 * (1 + time // 300 % 6 / 100), NETWORK).measured
    assert measured.unit == "MB/s"
    assert 1 <= (measured.now or 0) <= 1.1
    assert measured.usual is None or 1 <= measured.usual <= 1.1


def test_a_failed_check_is_a_fact_even_on_a_machine_that_is_an_hour_old() -> None:
    [found] = judged(lambda time: None if time < before_now(60) else float(time >= before_now(20)), CHECKS).anomalies
    assert (found.failed_check, found.lasts, found.confidence.value) == (True, True, 1)


def test_minutes_are_shown_where_the_machine_is_measured_each_minute() -> None:
    within = shown(hours=1)
    fine = series(restless(), CPU, within.__class__(within.start, within.start, within.end, 60))
    measured = judge(series(restless(), CPU, within), within, fine).measured
    assert (measured.period_s, len(measured.values), len(measured.band.upper)) == (60, 60, 60)


def test_basic_monitoring_is_shown_in_its_own_five_minutes() -> None:
    within = shown(hours=1)
    sparse = series(
        lambda time: 1.0 if time % 300 == 0 else None, CPU, within.__class__(within.start, within.start, within.end, 60)
    )
    assert judge(series(restless(), CPU, within), within, sparse).measured.period_s == 300


def test_the_sum_of_a_minute_is_the_same_rate_as_that_of_five() -> None:
    within = shown(hours=1)
    fine = series(lambda _: 60e6, NETWORK, within.__class__(within.start, within.start, within.end, 60))
    measured = judge(series(lambda _: 300e6, NETWORK, within), within, fine).measured
    assert set(measured.values) == {1.0}


def test_the_highest_of_long_periods_is_the_peak_and_not_the_highest_average() -> None:
    within = shown(days=30)
    peaks = series(lambda _: 97.0, CPU, within)
    assert judge(series(restless(), CPU, within), within, peaks=peaks).measured.maximum == 97.0


@settings(max_examples=25, deadline=None)
@given(ODD)
def test_whatever_was_measured_is_judged_with_finite_numbers_inside_the_range(values: list[float | None]) -> None:
    odd: Callable[[float], float | None] = lambda time: values[int(time // 3600) % len(values)]  # noqa: E731  short
    result = judged(odd)
    numbers = [*result.measured.values, *result.measured.band.lower, *result.measured.band.upper]
    assert all(isfinite(each) for each in numbers if each is not None)
    assert all(each.end >= shown().start and each.start < shown().end for each in result.anomalies)


def test_values_that_came_back_do_not_last() -> None:
    came_back = judged(lambda time: restless()(time) + (45 if before_now(300) < time < before_now(240) else 0))
    assert came_back.anomalies
    assert not any(each.lasts for each in came_back.anomalies)


def test_a_stretch_ends_with_the_last_period_that_still_was_unusual() -> None:
    [found] = judged(lambda time: restless()(time) + (45 if before_now(300) <= time < before_now(240) else 0)).anomalies
    assert found.end - found.start == timedelta(hours=1)


def test_load_that_rises_after_a_quiet_weekend_is_no_growth() -> None:
    rising: Curve = lambda time: 20 + max(0.0, 6 - (NOW.timestamp() - time) / 86_400) * 7  # noqa: E731  short
    load, disk = judged(rising).trend, judged(rising, DISK).trend
    assert load is None or load.per_day is None
    assert disk
    assert disk.per_day == pytest.approx(7, rel=0.3)
