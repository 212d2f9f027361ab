"""A limit as the settings hold it."""

import pytest
from pydantic import ValidationError

from core.thresholds.rule import Threshold


def rule(**more: object) -> Threshold:
    return Threshold.model_validate({"name": "busy", "metric": "cpu", "above": 90, **more})


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"above": None}, "exactly one of above, below and unusual"),
        ({"below": 5}, "exactly one of above, below and unusual"),
        ({"unusual": True}, "exactly one of above, below and unusual"),
        ({"clear": 95}, "over at a value that is beyond its limit"),
        ({"metric": "happiness"}, "give its namespace too"),
        ({"for": "a while"}, "A time range is a number"),
        ({"for": "2m"}, "no time from 5m to 24h"),
        ({"for": "3d"}, "no time from 5m to 24h"),
        ({"severity": "dreadful"}, "'critical', 'high', 'medium' or 'low'"),
        ({"statistics": "p99"}, "Extra inputs"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(more: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        rule(**more)


def test_a_kind_means_its_usual_metrics_and_a_name_the_one_of_the_catalogue() -> None:
    assert [each.name for each in rule(metric="CPU").metrics] == ["CPUUtilization"]
    assert [(each.namespace, each.statistic) for each in rule(metric="disk_used_percent").metrics] == [
        ("CWAgent", "Average")
    ]
    assert [each.statistic for each in rule(metric="cpu", statistic="Maximum").metrics] == ["Maximum"]


def test_what_the_catalogue_does_not_know_is_taken_by_its_namespace() -> None:
    [named] = rule(metric="QueueDepth", namespace="Shop/Orders").metrics
    assert (named.namespace, named.name, named.statistic) == ("Shop/Orders", "QueueDepth", "Average")


def test_an_alert_is_over_a_little_way_back_from_its_limit() -> None:
    assert not rule().over(88)
    assert rule().over(85)
    assert rule(clear=70).over(70)
    low = rule(above=None, below=10)
    assert (low.over(10.4), low.over(10.5)) == (False, True)
    assert rule(above=None, below=0).over(0)


def test_it_says_itself_in_words() -> None:
    assert rule().words == "above 90 for 15m"
    assert rule(above=None, below=0.5, **{"for": "1h"}).words == "below 0.5 for 1h"
    assert rule(above=None, unusual=True).words == "unusual for 15m"
