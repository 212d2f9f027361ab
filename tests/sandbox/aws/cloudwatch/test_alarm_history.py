"""How the states of alarms changed."""

import json

import pytest

from tests.sandbox.aws.clients import Boto
from tests.sandbox.aws.lively import Lively

ALARM = {
    "Namespace": "Mine",
    "MetricName": "Errors",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 1,
    "ComparisonOperator": "GreaterThanThreshold",
}


@pytest.fixture
def alarms(lively: Lively) -> Boto:
    found = lively.client("cloudwatch")
    found.put_metric_alarm(AlarmName="mine", **ALARM)
    return found


def changes(alarms: Boto, **asked: object) -> list[tuple[str, str]]:
    pages = alarms.get_paginator("describe_alarm_history").paginate(AlarmName="mine", **asked)
    told = [json.loads(each["HistoryData"]) for page in pages for each in page["AlarmHistoryItems"]]
    return [(each["oldState"]["stateValue"], each["newState"]["stateValue"]) for each in told]


def test_an_alarm_that_was_put_tells_each_change_of_its_state_and_no_repetition(alarms: Boto) -> None:
    assert changes(alarms) == []
    for state in ("ALARM", "ALARM", "OK", "ALARM"):
        alarms.set_alarm_state(AlarmName="mine", StateValue=state, StateReason="tried")
    every = [("INSUFFICIENT_DATA", "ALARM"), ("ALARM", "OK"), ("OK", "ALARM")]
    assert changes(alarms, ScanBy="TimestampAscending") == every
    assert changes(alarms) == every[::-1]
    assert changes(alarms, PaginationConfig={"PageSize": 2}) == every[::-1]


def test_only_what_was_asked_for_is_told(alarms: Boto) -> None:
    alarms.set_alarm_state(AlarmName="mine", StateValue="ALARM", StateReason="tried")
    assert changes(alarms, HistoryItemType="Action") == []
    assert changes(alarms, AlarmTypes=["CompositeAlarm"]) == []
    assert len(changes(alarms, AlarmTypes=["CompositeAlarm", "MetricAlarm"])) == 1
