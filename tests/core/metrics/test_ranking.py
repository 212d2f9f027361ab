from datetime import timedelta

import pytest

from core.answers.metrics import MetricAnomaly, MetricTrend
from core.confidence import Confidence
from core.metrics.ranking import (
    anomalies_worst_first,
    critical,
    differs,
    metrics_worst_first,
    soon,
    standing_out,
    trends_nearest_first,
)
from tests.core.examples import NOW
from tests.core.metrics.answers import UNUSUAL, busy

UNSURE = Confidence(value=0.5, basis="x")


def anomaly(**more: object) -> MetricAnomaly:
    return UNUSUAL.model_copy(update=more)


def trend(days: float | None = None, ratio: float | None = None, sure: float = 0.9, **more: object) -> MetricTrend:
    made = MetricTrend(
        label="Disk",
        unit="%",
        per_day=1,
        full_at=None if days is None else NOW + timedelta(days=days),
        full_soonest=None,
        full_latest=None,
        difference=20,
        ratio=ratio,
        weeks=2,
        confidence=Confidence(value=sure, basis="x"),
        words="x",
    )
    return made.model_copy(update=more)


def test_what_lasts_comes_first_then_what_follows_a_change_then_the_surest_and_largest() -> None:
    over, unsure = anomaly(lasts=False), anomaly(confidence=Confidence(value=0.3, basis="x"))
    small, large = anomaly(size=4, expected=40, observed=44), anomaly(size=400, expected=40, observed=440)
    caused = anomaly(after="6 min after a deployment", confidence=Confidence(value=0.3, basis="x"))
    assert anomalies_worst_first([over, unsure, small, large, caused]) == (caused, large, unsure, over, small)


@pytest.mark.parametrize(
    ("more", "matters"),
    [
        ({"size": 4}, False),
        ({"size": 1, "unit": "failed"}, True),
        ({"size": 0, "direction": "changed"}, True),
        ({"unit": "kB/s", "observed": 400}, False),
        ({"unit": "MB/s", "observed": 4, "expected": 0.2}, True),
        ({"unit": "MB/s", "observed": 0, "expected": 4}, True),
        ({"lasts": False, "confidence": UNSURE}, False),
        ({"lasts": True, "confidence": UNSURE}, True),
        ({"lasts": False, "confidence": UNSURE, "after": "6 min after a deployment"}, True),
    ],
)
def test_what_is_small_or_over_and_hardly_beyond_its_limit_is_no_news(
    more: dict[str, object], *, matters: bool
) -> None:
    assert bool(standing_out([anomaly(**more)], [], NOW)) is matters


def test_growth_tells_what_it_makes_unusual_by_the_way() -> None:
    grows = trend(5, label="CPU", per_day=25)
    assert standing_out([anomaly(size=40)], [grows], NOW) == []
    assert standing_out([anomaly(size=60), anomaly(size=-40)], [grows], NOW) != []


def test_growth_too_slow_to_be_told_hides_nothing() -> None:
    assert standing_out([anomaly(size=40)], [trend(label="CPU", per_day=25)], NOW)


def test_what_is_full_first_comes_first_and_then_what_differs_most() -> None:
    late, early, more, same = trend(9), trend(2), trend(ratio=3), trend(ratio=1)
    assert trends_nearest_first([same, late, more, early]) == (early, late, more, same)


def test_metrics_that_stand_out_come_first_and_the_others_as_asked() -> None:
    assert [each.label for each in metrics_worst_first(busy())] == ["CPU", "Disk use /data", "Memory", "Network in"]


def test_two_weeks_are_soon_and_three_are_not() -> None:
    assert soon(trend(13), NOW)
    assert not soon(trend(21), NOW)
    assert not soon(trend(), NOW)


def test_half_as_much_again_differs_and_a_third_does_not() -> None:
    assert [differs(trend(ratio=ratio)) for ratio in (None, 0.4, 0.7, 1.3, 1.6)] == [False, True, False, False, True]


def test_from_one_per_cent_to_three_is_no_news() -> None:
    assert not differs(trend(ratio=3, difference=2))
    assert differs(trend(ratio=3, difference=2, unit="MB/s"))


def test_a_failing_check_or_a_disk_full_today_is_critical() -> None:
    failing = anomaly(unit="failed")
    assert critical([failing], [], NOW)
    assert critical([], [trend(0.5)], NOW)
    assert not critical([failing.model_copy(update={"lasts": False})], [trend(3)], NOW)


def test_a_guess_that_a_disk_is_full_today_is_not() -> None:
    assert not critical([], [trend(0.5, sure=0.3)], NOW)
