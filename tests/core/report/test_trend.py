"""Comparing with earlier reports."""

from datetime import timedelta

from core.report.trend import POINTS, trend
from tests.core.examples import NOW
from tests.core.report.examples import figures_of

NEW = figures_of(99, made_at=NOW)
OLD = figures_of(1, made_at=NOW - timedelta(days=7))
OLDER = figures_of(2, made_at=NOW - timedelta(days=14))


def test_the_first_report_is_compared_with_nothing() -> None:
    made = trend([], NEW)
    assert (made.points, made.since) == ((NEW,), None)
    assert made.why_not == "This is the first report on these instances."


def test_the_newest_earlier_one_is_compared_with_and_points_stand_in_order() -> None:
    made = trend([OLD, OLDER], NEW)
    assert (made.points, made.since, made.why_not) == ((OLDER, OLD, NEW), OLD, "")


def test_partial_reports_are_shown_but_never_compared_with() -> None:
    partial = OLD.model_copy(update={"partial": True})
    assert trend([partial, OLDER], NEW).since == OLDER
    assert trend([partial], NEW).why_not == "Every earlier report was partial."


def test_a_partial_report_is_not_compared() -> None:
    made = trend([OLD], NEW.model_copy(update={"partial": True}))
    assert (made.since, made.why_not[:22]) == (None, "This report is partial")


def test_only_the_latest_points_are_kept() -> None:
    many = [figures_of(n, made_at=NOW - timedelta(days=n)) for n in range(1, 30)]
    assert len(trend(many, NEW).points) == POINTS
