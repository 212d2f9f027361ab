"""Alarms that fire, and how often one did."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Upstream
from services.aws.alarms import Alarms
from services.aws.session import Aws
from tests.services.aws.wire import Wire, aws_error, fails

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


def item(hours: float, state: str, *, data: str | None = None) -> Mapping[str, Any]:
    told = json.dumps({"version": "1.0", "newState": {"stateValue": state}}) if data is None else data
    return {"AlarmName": "a", "Timestamp": NOW + timedelta(hours=hours), "HistoryData": told}


def test_each_time_that_an_alarm_fired_is_told_over_all_pages(aws: Aws, wire: Wire) -> None:
    first = {"AlarmHistoryItems": [item(0, "ALARM"), item(0.2, "OK"), item(1, "ALARM")], "NextToken": "n"}
    second = {"AlarmHistoryItems": [item(1.5, "INSUFFICIENT_DATA"), item(2, "ALARM")]}
    wire.on("cloudwatch", "DescribeAlarmHistory", lambda asked: second if asked.get("NextToken") else first)
    found = Alarms(aws).history("a", NOW - timedelta(days=7), NOW)
    starts = [(each.start - NOW).total_seconds() / 3600 for each in found]
    assert starts == [0, 1, 2]
    assert [each.end is None for each in found] == [False, False, True]
    assert (wire.asked[0]["AlarmName"], wire.asked[0]["HistoryItemType"]) == ("a", "StateUpdate")
    assert wire.asked[0]["AlarmTypes"] == ["MetricAlarm", "CompositeAlarm"]


def test_an_item_that_cannot_be_read_ends_nothing(aws: Aws, wire: Wire) -> None:
    told = [item(0, "ALARM"), item(1, "", data="no JSON"), item(2, "", data="{}")]
    wire.on("cloudwatch", "DescribeAlarmHistory", lambda _: {"AlarmHistoryItems": told})
    [only] = Alarms(aws).history("a", NOW, NOW)
    assert only.end is None


def test_a_history_that_is_refused_is_no_empty_one(aws: Aws, wire: Wire) -> None:
    wire.on("cloudwatch", "DescribeAlarmHistory", fails(aws_error("AccessDenied", status=403)))
    with pytest.raises(Upstream):
        Alarms(aws).history("a", NOW, NOW)
