from typing import Any

from core.detections import detect
from core.detections.habits import Habits, habits_of
from tests.core.detections.examples import event

USUAL = habits_of([event("ec2:DescribeInstances", n) for n in range(25)])


def new(**more: Any) -> list[str]:  # noqa: ANN401  JSON
    return [each.rule for each in detect([event("ec2:DescribeInstances", **more)], habits=USUAL)]


def test_the_usual_is_no_news() -> None:
    assert new() == []


def test_a_first_region_network_and_tool_stand_out() -> None:
    assert new(awsRegion="af-south-1") == ["first-in-region"]
    assert new(sourceIPAddress="203.0.113.5") == ["first-from-network"]
    assert new(userAgent="Boto3/1.40") == ["first-with-agent"]


def test_a_caller_without_history_is_not_judged_by_it() -> None:
    assert new(userIdentity={"type": "IAMUser", "userName": "new"}, awsRegion="af-south-1") == []
    few = habits_of([event("ec2:DescribeInstances")])
    assert detect([event("ec2:DescribeInstances", awsRegion="af-south-1")], habits=few) == []


def test_who_is_at_home_in_many_networks_has_none() -> None:
    roaming = habits_of([event("ec2:DescribeInstances", n, sourceIPAddress=f"9.{n}.0.1") for n in range(60)])
    assert roaming.networks == {}
    assert len(roaming.regions) == 1
    assert detect([event("ec2:DescribeInstances", sourceIPAddress="8.8.8.8")], habits=roaming) == []


def test_what_was_learnt_survives_being_kept() -> None:
    assert Habits.model_validate(USUAL.model_dump(mode="json")) == USUAL


def test_news_is_told_once() -> None:
    twice = [event("ec2:DescribeInstances", n, awsRegion="af-south-1") for n in range(2)]
    assert len(detect(twice, habits=USUAL)) == 1
