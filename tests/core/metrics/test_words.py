from datetime import timedelta

import pytest

from core.confidence import Confidence
from core.metrics.words import length, looks, trend_words, usually
from core.trends import Comparison, Trend
from tests.core.metrics.answers import UNUSUAL

DAY_S = 86_400.0


def grows(per_day: float = 1.2, days: tuple[float, float, float | None] | None = (9, 7, 12)) -> Trend:
    likely, soonest, latest = (None if each is None else each * DAY_S for each in days or (None, None, None))
    return Trend(
        per_day=per_day,
        low_per_day=per_day,
        high_per_day=per_day,
        level=80,
        since=0,
        until=0,
        time_to_full_s=likely,
        soonest_s=soonest,
        latest_s=latest,
        confidence=Confidence(value=0.9, basis="x"),
    )


def weeks(ratio: float | None, count: int = 2) -> Comparison:
    return Comparison(difference=1, ratio=ratio, weeks=count)


@pytest.mark.parametrize(
    ("trend", "comparison", "said"),
    [
        (grows(), None, "+1.2 % a day, full in 9 days (7 to 12 days)"),
        (grows(days=(9, 9, 9)), None, "+1.2 % a day, full in 9 days"),
        (grows(days=(1, 0.5, 3)), None, "+1.2 % a day, full in 24 h (12 h to 3 days)"),
        (grows(days=(9, 7, None)), None, "+1.2 % a day, full in 9 days (7 days to much later)"),
        (grows(-2, (3, 2, 4)), None, "-2 % a day, used up in 3 days (2 to 4 days)"),
        (grows(days=None), weeks(1.0), "+1.2 % a day"),
        (grows(days=None), weeks(1.3), "+1.2 % a day; 30 % above the same hours of 2 earlier weeks"),
        (None, weeks(0.6, 1), "40 % below the same hours a week earlier"),
        (None, weeks(2.34), "2.3 times the same hours of 2 earlier weeks"),
        (None, weeks(1.1), "as in the same hours of 2 earlier weeks"),
        (None, weeks(None), ""),
        (None, None, ""),
    ],
)
def test_where_a_metric_goes(trend: Trend | None, comparison: Comparison | None, said: str) -> None:
    assert trend_words(trend, comparison, "%") == said


def test_a_length_is_in_the_largest_unit_that_fits() -> None:
    lengths = (timedelta(seconds=-5), timedelta(minutes=40), timedelta(hours=3), timedelta(days=4))
    assert [length(each) for each in lengths] == ["1 min", "40 min", "3 h", "4 days"]


def test_a_failed_check_is_a_verb_and_anything_else_a_number() -> None:
    failed = UNUSUAL.model_copy(update={"unit": "failed", "label": "Status checks"})
    assert (looks(failed), usually(failed)) == ("Status checks failed", "")
    moved = UNUSUAL.model_copy(update={"direction": "changed"})
    assert (looks(moved), usually(moved)) == ("CPU moved unlike before", "")
    assert (looks(UNUSUAL), usually(UNUSUAL)) == ("CPU 80 %", "where 40 % is usual")
