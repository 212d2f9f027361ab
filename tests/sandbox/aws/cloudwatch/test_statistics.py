import numpy as np
import pytest

from sandbox.aws.cloudwatch.rows import Rows
from sandbox.aws.cloudwatch.statistics import is_extended, is_not_here, is_statistic, over_periods


def singles(times: list[int], values: list[float]) -> Rows:
    column = np.array(values)
    return Rows(np.array(times), np.ones(len(times)), column, column, column)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SampleCount", [3, 2]),
        ("Sum", [6, 30]),
        ("Average", [2, 15]),
        ("Minimum", [1, 10]),
        ("Maximum", [3, 20]),
        ("p50", [2, 15]),
        ("p100", [3, 20]),
        ("p0", [1, 10]),
        ("tm67", [1.5, 10]),
    ],
)
def test_each_statistic_is_over_its_period_and_an_empty_period_is_absent(name: str, expected: list[float]) -> None:
    found = singles([0, 60, 120, 600, 660], [3, 1, 2, 20, 10])
    times, values = over_periods(found, 0, 300, name)
    assert times.tolist() == [0, 600]
    assert values.tolist() == pytest.approx(expected)


def test_sets_of_samples_count_by_their_samples() -> None:
    count, total = np.array([5.0, 1]), np.array([50.0, 40])
    found = Rows(np.array([0, 300]), count, total, np.array([1.0, 40]), np.array([30.0, 40]))
    assert over_periods(found, 0, 600, "Average")[1].tolist() == [15]
    assert over_periods(found, 0, 600, "Minimum")[1].tolist() == [1]


def test_percentiles_are_those_of_numpy() -> None:
    values = np.random.default_rng(1).random(1_000)
    found = singles(list(range(0, 60_000, 60)), values.tolist())
    _, p95 = over_periods(found, 0, 3_600, "p95")
    expected = [np.percentile(values[first : first + 60], 95) for first in range(0, 1_000, 60)]
    assert p95.tolist() == pytest.approx(expected)


def test_periods_are_counted_from_the_anchor() -> None:
    assert over_periods(singles([120, 400], [1, 2]), 120, 300, "Sum")[0].tolist() == [120]


def test_no_rows_give_no_points() -> None:
    assert over_periods(singles([], []), 0, 300, "Average")[0].size == 0


@pytest.mark.parametrize("name", ["Average", "p99.9", "tm90", "p100", "wm98", "TM(10%:90%)", "IQM"])
def test_what_cloudwatch_knows_is_a_statistic(name: str) -> None:
    assert is_statistic(name)


@pytest.mark.parametrize("name", ["average", "p101", "p-1", "99", "", "Median"])
def test_what_it_does_not_know_is_none(name: str) -> None:
    assert not is_statistic(name)


def test_an_interquartile_mean_is_known_and_not_computed() -> None:
    assert is_not_here("IQM")
    assert not is_extended("IQM")
