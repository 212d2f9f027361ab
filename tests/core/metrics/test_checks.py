from core.metrics.checks import failures
from tests.core.metrics.series import CHECKS, before_now, series


def test_checks_that_pass_are_no_news() -> None:
    assert failures(series(lambda _: 0.0, CHECKS)) == []


def test_a_failure_is_a_fact_from_its_first_period_to_its_last() -> None:
    [found] = failures(series(lambda time: float(before_now(60) <= time < before_now(40)), CHECKS))
    assert (found.start, found.end) == (before_now(60), before_now(45))
    assert found.confidence.value == 1


def test_a_gap_within_a_failure_does_not_end_it() -> None:
    def curve(time: float) -> float | None:
        return None if before_now(50) <= time < before_now(45) else float(time >= before_now(60))

    assert len(failures(series(curve, CHECKS))) == 1


def test_passing_between_two_failures_makes_them_two() -> None:
    assert len(failures(series(lambda time: float(time in {before_now(60), before_now(30)}), CHECKS))) == 2
