import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Upstream
from core.strands import CHANGES, STRANDS
from services.aws.event_pages import EventPage, EventPages
from services.aws.session import Aws
from tests.services.aws.wire import Wire, aws_error, fails, paged

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
SINCE = NOW - timedelta(hours=24)


def row(number: int, record: str = '{"eventName": "CreateUser"}') -> Mapping[str, Any]:
    return {"EventId": f"e-{number}", "EventTime": NOW - timedelta(minutes=number), "CloudTrailEvent": record}


def asked_for(aws: Aws) -> list[EventPage]:
    return list(EventPages(aws).pages(CHANGES, SINCE, NOW))


def test_every_page_of_a_strand_is_told_with_its_records(aws: Aws, wire: Wire) -> None:
    wire.on("cloudtrail", "LookupEvents", paged("Events", [[row(1), row(2)], [row(3)]]))
    first, last = asked_for(aws)
    assert [each.id for each in first.events] == ["e-1", "e-2"]
    assert (first.more, last.more) == (True, False)
    assert json.loads(last.events[0].record) == {"eventName": "CreateUser"}


def test_one_attribute_is_looked_up_in_pages_of_fifty(aws: Aws, wire: Wire) -> None:
    wire.on("cloudtrail", "LookupEvents", paged("Events", [[]]))
    asked_for(aws)
    (asked,) = wire.asked
    assert asked["LookupAttributes"] == [{"AttributeKey": "ReadOnly", "AttributeValue": "false"}]
    assert (asked["StartTime"], asked["EndTime"], asked["MaxResults"]) == (SINCE, NOW, 50)


@pytest.mark.parametrize("strange", [{**row(1), "CloudTrailEvent": "{"}, {**row(1), "CloudTrailEvent": "[]"}])
def test_an_event_that_cannot_be_read_is_counted(aws: Aws, wire: Wire, strange: Mapping[str, Any]) -> None:
    without_time = {key: value for key, value in row(4).items() if key != "EventTime"}
    wire.on("cloudtrail", "LookupEvents", paged("Events", [[strange, without_time, row(2)]]))
    (page,) = asked_for(aws)
    assert ([each.id for each in page.events], page.unreadable) == (["e-2"], 2)


def test_a_refusal_is_raised_and_not_told_as_no_events(aws: Aws, wire: Wire) -> None:
    wire.on("cloudtrail", "LookupEvents", fails(aws_error("AccessDeniedException", status=400)))
    with pytest.raises(Upstream, match="refused LookupEvents"):
        asked_for(aws)


def test_no_strand_is_read_twice() -> None:
    assert len({str(strand) for strand in STRANDS}) == len(STRANDS)
    assert STRANDS[0] is CHANGES
