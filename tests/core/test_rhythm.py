import numpy as np

from core.rhythm import without_rhythm

HOURS = np.arange(0.0, 28 * 24)


def test_a_daily_rhythm_goes_and_the_level_stays() -> None:
    values = 50 + 10 * np.sin(HOURS / 24 * 2 * np.pi)
    assert np.allclose(without_rhythm(HOURS * 3600, values), 50, atol=1)


def test_four_weeks_show_what_a_weekend_is() -> None:
    values = np.where(HOURS // 24 % 7 < 2, 20.0, 60.0)
    assert np.ptp(without_rhythm(HOURS * 3600, values)) == 0


def test_growth_stays() -> None:
    left = without_rhythm(HOURS * 3600, HOURS + 10 * np.sin(HOURS / 24 * 2 * np.pi))
    assert np.polyfit(HOURS, left, 1)[0] > 0.95


def test_three_days_are_too_few_to_know_a_rhythm() -> None:
    values = np.sin(HOURS[:72])
    assert without_rhythm(HOURS[:72] * 3600, values) is values


def test_hours_without_values_do_not_matter() -> None:
    there = HOURS % 24 > 5
    values = 50 + np.where(HOURS % 24 > 12, 10.0, 0.0)
    assert np.isfinite(without_rhythm(HOURS[there] * 3600, values[there])).all()
