import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.aws.cloudtrail import Changes, CloudTrail
from services.aws.crew import Crew
from services.aws.deadline import answering_within
from services.aws.session import Aws
from tests.services.aws.wire import Answer, Asked, Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
ID = "i-0d70ac4ed9328e728"
Rows = Sequence[Mapping[str, Any]]


class Fixed:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def trail(aws: Aws) -> Iterator[CloudTrail]:
    with Crew(4) as crew:
        yield CloudTrail(aws, crew, Fixed())


def event(name: str, hours_ago: float, number: int = 0) -> Mapping[str, Any]:
    return {
        "EventId": f"{name}-{hours_ago}-{number}",
        "EventName": name,
        "EventTime": NOW - timedelta(hours=hours_ago),
        "EventSource": "ec2.amazonaws.com",
        "ReadOnly": "false",
        "Username": "rita",
        "Resources": [],
        "CloudTrailEvent": json.dumps({"requestParameters": {"instanceIds": [ID]}}),
    }


def by_value(answers: Mapping[str, Answer | Sequence[Rows]]) -> Answer:
    """Pages or an error for the value that is looked up; nothing for all others."""

    def answer(asked: Asked) -> Mapping[str, Any]:
        found = answers.get(asked["LookupAttributes"][0]["AttributeValue"], [[]])
        if callable(found):
            return found(asked)
        number = int(asked.get("NextToken", "0"))
        rest = {"NextToken": str(number + 1)} if number + 1 < len(found) else {}
        return {"Events": list(found[number]), **rest}

    return answer


def changes(trail: CloudTrail, days: float = 7, group_ids: Sequence[str] = ()) -> Changes:
    return trail.changes(ID, NOW - timedelta(days=days), {"Role": "api"}, group_ids)


def test_changes_of_every_question_come_together_newest_first(trail: CloudTrail, wire: Wire) -> None:
    pages = {
        ID: [[event("RebootInstances", 5)], [event("StopInstances", 30)]],
        "SendCommand": [[event("SendCommand", 9)]],
    }
    wire.on("cloudtrail", "LookupEvents", by_value(pages))
    found = changes(trail)
    assert [each.event_name for each in found.changes] == ["RebootInstances", "SendCommand", "StopInstances"]
    assert found.gaps == ()


def test_one_attribute_a_range_and_fifty_events_are_asked_for(trail: CloudTrail, wire: Wire) -> None:
    wire.on("cloudtrail", "LookupEvents", by_value({}))
    changes(trail, group_ids=["sg-1"])
    asked = {each["LookupAttributes"][0]["AttributeValue"]: each for each in wire.asked}
    assert set(asked) == {ID, "SendCommand", "CreateDeployment", "sg-1"}
    assert asked[ID]["StartTime"] == NOW - timedelta(days=7)
    assert {each["MaxResults"] for each in wire.asked} == {50}


def test_what_may_not_have_arrived_yet_is_told(trail: CloudTrail, wire: Wire) -> None:
    wire.on("cloudtrail", "LookupEvents", by_value({}))
    assert changes(trail).settled_until == NOW - timedelta(minutes=15)


def test_a_long_history_is_cut_and_says_how_far_it_was_read(trail: CloudTrail, wire: Wire) -> None:
    pages = [[event("CreateTags", hour)] for hour in range(1, 20)]
    wire.on("cloudtrail", "LookupEvents", by_value({ID: pages}))
    found = changes(trail)
    (gap,) = found.gaps
    assert len(found.changes) == 6
    assert gap.what == f"changes of {ID} before 2026-11-20 13:00 UTC"
    assert "the 6 newest events" in gap.why


def test_a_question_that_fails_leaves_the_others_whole(trail: CloudTrail, wire: Wire) -> None:
    denied = fails(aws_error("AccessDeniedException", status=400))
    wire.on("cloudtrail", "LookupEvents", by_value({ID: [[event("RebootInstances", 5)]], "SendCommand": denied}))
    found = changes(trail)
    assert [each.event_name for each in found.changes] == ["RebootInstances"]
    assert [gap.what for gap in found.gaps] == ["commands sent by Systems Manager"]
    assert "cloudtrail:LookupEvents" in found.gaps[0].advice


def test_a_page_that_is_throttled_is_asked_for_again(trail: CloudTrail, wire: Wire) -> None:
    errors = [aws_error("ThrottlingException")] * 2

    def answer(_: Asked) -> Mapping[str, Any]:
        if errors:
            raise errors.pop()
        return {"Events": [event("RebootInstances", 5)]}

    wire.on("cloudtrail", "LookupEvents", by_value({ID: answer}))
    found = changes(trail)
    assert (len(found.changes), found.gaps) == (1, ())


def test_a_failing_page_keeps_what_came_before_it(trail: CloudTrail, wire: Wire) -> None:
    def answer(asked: Asked) -> Mapping[str, Any]:
        if "NextToken" in asked:
            raise aws_error("AccessDeniedException")
        return {"Events": [event("RebootInstances", 5)], "NextToken": "more"}

    wire.on("cloudtrail", "LookupEvents", by_value({ID: answer}))
    found = changes(trail)
    assert len(found.changes) == 1
    assert found.gaps[0].what == f"changes of {ID} before 2026-11-20 14:00 UTC"


def test_after_the_deadline_every_question_is_a_gap(trail: CloudTrail, wire: Wire) -> None:
    wire.on("cloudtrail", "LookupEvents", by_value({}))
    with answering_within(0):
        found = changes(trail)
    assert found.changes == ()
    assert len(found.gaps) == 3


def test_what_is_older_than_ninety_days_is_named(trail: CloudTrail, wire: Wire) -> None:
    wire.on("cloudtrail", "LookupEvents", by_value({}))
    found = changes(trail, days=120)
    assert [gap.what for gap in found.gaps] == ["changes before 2026-08-22 UTC"]
    assert wire.asked[0]["StartTime"] == NOW - timedelta(days=90)


def test_more_groups_than_can_be_asked_about_are_named(trail: CloudTrail, wire: Wire) -> None:
    wire.on("cloudtrail", "LookupEvents", by_value({}))
    found = changes(trail, group_ids=["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-1"])
    assert [gap.what for gap in found.gaps] == ["changes of 2 more security groups"]
