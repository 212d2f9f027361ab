"""A machine as a whole, and when it is unlike itself."""

from collections.abc import Callable

import numpy as np

from core.anomaly.points import Floats
from core.anomaly.upsets import LASTS_S, Upset, upsets
from core.metrics.catalogue import AGENT, EC2, metric_of
from core.series import Series

PERIOD_S, DAY = 900, 96
POINTS = 14 * DAY
AT = 12 * DAY + 30
Change = Callable[[Floats], None]


def measured(name: str, usual: float, change: Change | None = None, *, namespace: str = EC2, seed: int = 1) -> Series:
    """Two weeks with a daily rhythm between a third of the usual and the usual."""
    rng = np.random.default_rng(seed)
    at = np.arange(POINTS)
    values = usual * (2 / 3 - np.cos(2 * np.pi * at / DAY) / 3) + rng.normal(0, usual / 50, POINTS)
    if change:
        change(values)
    kept = tuple(None if np.isnan(one) else float(one) for one in values)
    return Series(
        metric=metric_of(namespace, name, (("InstanceId", "i-1"),)),
        period_s=PERIOD_S,
        times=tuple(float(n * PERIOD_S) for n in range(POINTS)),
        values=kept,
    )


def to(level: float, begin: int, periods: int) -> Change:
    def change(values: Floats) -> None:
        values[begin : begin + periods] = level

    return change


def times(factor: float, begin: int, periods: int) -> Change:
    def change(values: Floats) -> None:
        values[begin : begin + periods] *= factor

    return change


def names(upset: Upset) -> set[str]:
    return {part.metric.name for part in upset.parts}


def test_an_ordinary_fortnight_is_no_upset() -> None:
    assert upsets([measured("CPUUtilization", 45), measured("NetworkIn", 1e7, seed=2)]) == ()


def test_a_processor_that_is_taken_whole_counts_alone_and_is_dated_from_its_onset() -> None:
    [found] = upsets([measured("CPUUtilization", 45, to(98, AT, 16)), measured("NetworkIn", 1e7, seed=2)])
    assert names(found) == {"CPUUtilization"}
    assert (found.start, found.end) == (AT * PERIOD_S, (AT + 16) * PERIOD_S)
    assert found.parts[0].far


def test_several_kinds_that_leave_together_are_one_upset() -> None:
    rise = times(4, AT, 16)
    [found] = upsets([measured("CPUUtilization", 20, rise), measured("NetworkIn", 1e7, rise, seed=2)])
    assert names(found) == {"CPUUtilization", "NetworkIn"}


def test_a_blip_that_is_over_before_it_lasted_is_none() -> None:
    short = int(LASTS_S / PERIOD_S) - 1
    assert upsets([measured("CPUUtilization", 45, to(98, AT, short))]) == ()


def test_what_came_the_week_before_is_no_news() -> None:
    def weekly(values: Floats) -> None:
        for begin in (AT - 7 * DAY, AT):
            values[begin : begin + 12] = 88

    found = upsets([measured("CPUUtilization", 45, weekly)])
    assert [each for each in found if each.start >= (AT - DAY) * PERIOD_S] == []


def test_traffic_that_ends_counts_and_a_hole_in_the_values_does_not() -> None:
    [found] = upsets([measured("NetworkIn", 1e7, to(500.0, AT, 20))])
    assert found.parts[0].level == 500
    assert upsets([measured("NetworkIn", 1e7, to(float("nan"), AT, 20))]) == ()


def test_memory_that_fills_up_counts() -> None:
    def leak(values: Floats) -> None:
        values[AT:] = np.minimum(99, np.linspace(40, 140, POINTS - AT))

    [found] = upsets([measured("mem_used_percent", 40, leak, namespace=AGENT)])
    assert found.parts[0].far


def test_nothing_measured_is_no_upset() -> None:
    assert upsets([]) == ()
    assert upsets([measured("CPUUtilization", 45, to(float("nan"), 0, POINTS))]) == ()
