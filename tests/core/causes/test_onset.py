from datetime import UTC, datetime

import numpy as np
import pytest

from core.causes.onset import onset_of

PERIOD_S = 60.0


def _times(count: int) -> list[float]:
    return [1_700_000_000 + PERIOD_S * number for number in range(count)]


def _noise(count: int, seed: int = 5) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.random.default_rng(seed).normal(size=count)


def _at(place: int) -> datetime:
    return datetime.fromtimestamp(_times(place + 1)[-1], UTC)


@pytest.mark.parametrize("place", [20, 45, 70])
def test_a_step_is_found_where_it_is(place: int) -> None:
    values = 50 + _noise(90) + np.where(np.arange(90) >= place, 20, 0)
    found = onset_of(_times(90), list(values))
    assert found is not None
    assert abs((found.at - _at(place)).total_seconds()) <= 2 * PERIOD_S
    assert found.rise == pytest.approx(20, abs=1)
    assert not found.ramp


def test_a_fall_is_a_change_too() -> None:
    values = 100 + _noise(60) - np.where(np.arange(60) >= 40, 80, 0)
    found = onset_of(_times(60), list(values))
    assert found is not None
    assert found.rise < -70


def test_a_ramp_says_that_it_began_before() -> None:
    values = 10 + 0.2 * _noise(90) + np.maximum(np.arange(90) - 30, 0) * 0.5
    found = onset_of(_times(90), list(values))
    assert found is not None
    assert found.ramp
    assert abs((found.at - _at(30)).total_seconds()) <= 6 * PERIOD_S


@pytest.mark.parametrize("seed", range(6))
def test_noise_alone_is_no_change(seed: int) -> None:
    assert onset_of(_times(120), list(_noise(120, seed))) is None


def test_the_last_of_several_changes_counts() -> None:
    levels = np.where(np.arange(90) < 30, 10, np.where(np.arange(90) < 60, 40, 90))
    found = onset_of(_times(90), list(levels + _noise(90)))
    assert found is not None
    assert abs((found.at - _at(60)).total_seconds()) <= 2 * PERIOD_S
    assert found.before == pytest.approx(40, abs=1.5)


def test_holes_and_few_points_are_no_change() -> None:
    assert onset_of(_times(5), [1, 1, 9, 9, 9]) is None
    assert onset_of(_times(40), [None] * 40) is None
    assert onset_of(_times(40), [3.0] * 40) is None


def test_a_leap_in_the_last_value_alone_is_found_there_and_not_before() -> None:
    values = [*(10 + 0.3 * _noise(48)), 286.0]
    found = onset_of(_times(49), values)
    assert found is not None
    assert found.at == _at(48)
    assert found.after == 286
