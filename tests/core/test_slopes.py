import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.slopes import noise_of, slope_of

TIMES = np.arange(20.0)


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_a_line_has_its_slope_and_no_doubt(each_s: float, begin: float) -> None:
    found = slope_of(TIMES, begin + each_s * TIMES)
    assert found.each_s == pytest.approx(each_s, abs=1e-9)
    assert found.low == pytest.approx(found.high, abs=1e-9)


def test_a_quarter_of_wild_values_does_not_move_the_slope() -> None:
    values = np.where(np.arange(20) % 5 == 0, 1000.0, 2 * TIMES)
    assert slope_of(TIMES, values).each_s == pytest.approx(2, rel=0.1)


def test_the_slope_of_noise_is_not_clear() -> None:
    assert not slope_of(TIMES, np.random.default_rng(2).normal(0, 1, 20)).clear


def test_the_interval_holds_the_true_slope_nearly_always() -> None:
    random = np.random.default_rng(7)
    found = [slope_of(TIMES, TIMES + random.normal(0, 5, 20)) for _ in range(300)]
    assert sum(each.low <= 1 <= each.high for each in found) > 275


def test_two_points_are_enough() -> None:
    assert slope_of(np.array([0.0, 10.0]), np.array([0.0, 20.0])).each_s == 2


def test_another_slope_widens_the_interval() -> None:
    assert slope_of(TIMES, TIMES).widened(3).high == 3


def test_sameness_is_all_doubt() -> None:
    assert slope_of(TIMES, np.zeros(20)).doubt == 1


def test_noise_is_measured_without_its_spikes() -> None:
    values = np.random.default_rng(4).normal(0, 2, 2000)
    values[::50] = 500
    assert noise_of(values) == pytest.approx(2, rel=0.1)
