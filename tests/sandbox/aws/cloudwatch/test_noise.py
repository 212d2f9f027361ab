import numpy as np

from sandbox.aws.cloudwatch.noise import days, key_of, skewed, swell, uniforms

STEPS = np.arange(5_000_000, 5_100_000)


def test_the_same_key_and_time_give_the_same_number_in_any_slice() -> None:
    key = key_of("a")
    assert (uniforms(key, STEPS)[500:600] == uniforms(key, STEPS[500:600])).all()
    assert (uniforms(key, STEPS) != uniforms(key_of("b"), STEPS)).mean() > 0.999


def test_numbers_are_spread_evenly_from_0_up_to_1() -> None:
    found = uniforms(key_of("a"), STEPS)
    assert found.min() >= 0
    assert found.max() < 1
    assert np.abs(np.histogram(found, 10, (0, 1))[0] / found.size - 0.1).max() < 0.005


def test_neighbours_do_not_follow_each_other() -> None:
    found = uniforms(key_of("a"), STEPS)
    assert abs(np.corrcoef(found[:-1], found[1:])[0, 1]) < 0.02


def test_the_swell_is_slow_and_the_same_in_any_slice() -> None:
    times = STEPS * 300
    found = swell(key_of("a"), times)
    assert np.abs(np.diff(found)).max() < 0.2
    assert np.allclose(found[500:600], swell(key_of("a"), times[500:600]))
    assert swell(key_of("a"), times[:0]).size == 0


def test_skewed_noise_has_mean_0_and_a_tail_upwards_only() -> None:
    found = skewed(uniforms(key_of("a"), STEPS))
    assert abs(found.mean()) < 0.02
    assert found.min() >= -1
    assert found.max() > 5


def test_days_differ_by_a_few_percent() -> None:
    found = days(key_of("a"), STEPS * 300)
    assert found.min() > 0.9
    assert found.max() < 1.1
