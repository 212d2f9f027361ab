import pytest

from sandbox.aws.cloudwatch.windows import is_period, oldest_kept, rounded_start

NOW = 1_800_000_000
DAY = 86_400


@pytest.mark.parametrize("period", [1, 5, 10, 20, 30, 60, 120, 3_600, 86_400])
def test_these_periods_exist(period: int) -> None:
    assert is_period(period)


@pytest.mark.parametrize("period", [0, -60, 2, 45, 90, 301])
def test_these_do_not(period: int) -> None:
    assert not is_period(period)


@pytest.mark.parametrize(("days", "step"), [(1, 60), (14.9, 60), (15, 300), (62.9, 300), (63, 3_600), (400, 3_600)])
def test_a_start_is_rounded_down_the_coarser_the_older(days: float, step: int) -> None:
    start = NOW - days * DAY + 17
    found = rounded_start(start, NOW + 17, 60)
    assert found % step == 0
    assert 0 <= start - found < step


def test_a_start_of_seconds_is_rounded_to_its_period() -> None:
    assert rounded_start(NOW - 43, NOW, 10) == NOW - 50


@pytest.mark.parametrize(("period", "days"), [(10, 0.125), (60, 15), (300, 63), (900, 63), (3_600, 455), (7_200, 455)])
def test_coarser_periods_reach_further_back(period: int, days: float) -> None:
    assert oldest_kept(NOW, period) == NOW - days * DAY
