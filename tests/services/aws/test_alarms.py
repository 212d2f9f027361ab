"""Alarms that fire."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.aws.alarms import Alarms
from services.aws.session import Aws
from tests.services.aws.wire import Wire

NOW = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)


def test_every_page_of_firing_alarms_is_read(aws: Aws, wire: Wire) -> None:
    one = {"AlarmName": "a", "StateTransitionedTimestamp": NOW, "Dimensions": [{"Name": "InstanceId", "Value": "i-1"}]}
    two = {"AlarmName": "b", "StateUpdatedTimestamp": NOW}
    pages: dict[str, Mapping[str, Any]] = {"": {"MetricAlarms": [one], "NextToken": "n"}, "n": {"MetricAlarms": [two]}}
    wire.on("cloudwatch", "DescribeAlarms", lambda asked: pages[asked.get("NextToken", "")])
    first, second = Alarms(aws).firing()
    assert (first.name, first.since, first.things) == ("a", NOW, ("i-1",))
    assert (second.name, second.since) == ("b", NOW)
    assert wire.asked[0]["StateValue"] == "ALARM"
