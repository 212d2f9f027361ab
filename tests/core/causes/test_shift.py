import numpy as np
import pytest

from core.causes.shift import Moment, floats, is_volume, shift_of, trouble_of

PERIOD_S = 300.0
MOMENT = Moment(floats([PERIOD_S * number for number in range(5)]), at=2 * PERIOD_S + 20)
NOTHING = floats([])


def test_what_fails_and_what_is_slow_is_trouble_and_volume_is_not() -> None:
    assert trouble_of("Availability") == "failing"
    assert trouble_of("TargetResponseTime") == "slow"
    assert trouble_of("requests") is None
    assert is_volume("requests")


def test_a_leap_is_strong_and_its_extra_time_is_counted_per_call() -> None:
    shift = shift_of("slow", floats([0.1, 0.1, 0.6, 0.1, None]), MOMENT, NOTHING, floats([10, 10, 10, 10, 10]))
    assert shift is not None
    assert shift.strength > 0.7
    assert shift.extra.tolist() == pytest.approx([0, 0, 5, 0, 0])


def test_a_noisy_series_has_to_move_further() -> None:
    wild = floats(list(np.exp(np.random.default_rng(4).normal(size=200) * 0.8) * 0.1))
    calm = floats([0.1] * 200)
    values = floats([0.1, 0.1, 0.2, 0.2, 0.1])
    loud = shift_of("slow", values, MOMENT, wild, None)
    quiet = shift_of("slow", values, MOMENT, calm, None)
    assert loud is not None
    assert quiet is not None
    assert loud.strength < 0.3
    assert quiet.strength > 0.8


def test_getting_better_is_no_trouble() -> None:
    shift = shift_of("failing", floats([50, 50, 100, 100, 100]), MOMENT, NOTHING, None)
    assert shift is not None
    assert shift.strength == 0
    assert not shift.extra.any()


def test_nothing_measured_during_the_alarm_says_nothing() -> None:
    assert shift_of("slow", floats([0.1, 0.1, None, None, None]), MOMENT, NOTHING, None) is None


def test_without_a_value_before_another_day_counts_half() -> None:
    usual = floats([0.1] * 50)
    known = shift_of("slow", floats([0.1, 0.1, 5, 5, 5]), MOMENT, usual, None)
    unknown = shift_of("slow", floats([None, None, 5, 5, 5]), MOMENT, usual, None)
    assert known is not None
    assert unknown is not None
    assert unknown.strength < known.strength / 1.9


def test_nothing_to_compare_with_says_nothing() -> None:
    assert shift_of("slow", floats([None, None, 5, 5, 5]), MOMENT, NOTHING, None) is None
