import numpy as np

from core.drops import drops_of
from core.slopes import Floats

TIMES = np.arange(0.0, 300.0)


def sawtooth(period: int) -> Floats:
    return TIMES % period


def test_each_fall_of_a_sawtooth_is_a_drop() -> None:
    assert [round(at) for at in drops_of(TIMES, sawtooth(100)).times] == [100, 200]


def test_growth_begins_where_the_last_drop_ends() -> None:
    assert drops_of(TIMES, sawtooth(200)).last == 200


def test_a_spike_is_no_drop() -> None:
    assert drops_of(TIMES, np.where(TIMES == 150, 90.0, 10.0)).times == ()


def test_noise_has_no_drops() -> None:
    assert drops_of(TIMES, np.random.default_rng(3).normal(50, 5, len(TIMES))).times == ()


def test_two_drops_let_a_third_be_expected_until_it_is_overdue() -> None:
    drops = drops_of(TIMES, np.minimum(TIMES % 100, TIMES))
    assert drops.again(end=340)
    assert not drops.again(end=360)


def test_one_drop_says_nothing_about_the_next() -> None:
    assert not drops_of(TIMES, sawtooth(200)).again(end=210)


def test_a_long_series_is_looked_at_in_spans() -> None:
    times = np.arange(0.0, 20_000.0)
    found = drops_of(times, times % 10_000)
    assert len(found.times) == 1
    assert abs(found.last - 10_000) <= 100
