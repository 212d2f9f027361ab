"""DescribeAlarmHistory: how the states of alarms changed, of the machines' own and of those put into moto.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.cloudwatch.alarms import alarms_of
from sandbox.aws.cloudwatch.describe_alarms import REASONS, aware, page, put_alarms
from sandbox.aws.machines import states

_MOST = 100
_KEPT = timedelta(days=30)
Json = Mapping[str, Any]


def describe_alarm_history(account: Account, params: Json) -> Json:
    """Changes of state, the latest first unless asked otherwise; of metric alarms unless others are asked for."""
    oldest = (account.timeline.now() - _KEPT).timestamp()
    begin, end = max(params.get("StartDate", 0), oldest), params.get("EndDate", float("inf"))
    wanted = params.get("HistoryItemType", "StateUpdate") == "StateUpdate"
    wanted = wanted and "MetricAlarm" in params.get("AlarmTypes", ["MetricAlarm"])
    told = [
        each
        for each in (*_of_machines(account), *_of_put(account))
        if wanted
        and params.get("AlarmName", each["AlarmName"]) == each["AlarmName"]
        and begin <= each["Timestamp"].timestamp() <= end
    ]
    told.sort(key=lambda each: each["Timestamp"], reverse=params.get("ScanBy") != "TimestampAscending")
    shown, more = page(told, "DescribeAlarmHistory", params, _MOST)
    return {"AlarmHistoryItems": shown, **more}


def _of_machines(account: Account) -> Iterator[Json]:
    """The last change of each since the sandbox started."""
    for alarm in alarms_of(account, states(account)):
        value = alarm.state.value
        before = "ALARM" if value == "OK" else "OK"
        if alarm.state.since >= account.started:
            yield _told(alarm.name, alarm.state.since, (before, REASONS[before]), (value, REASONS[value]))


def _of_put(account: Account) -> Iterator[Json]:
    """Moto keeps for each change the state that it ended."""
    for alarm in put_alarms(account):
        ended = [(value, reason, at) for _, reason, _, value, at in alarm.history]
        every = [*ended, (alarm.state_value, alarm.state_reason, alarm.state_updated_timestamp)]
        for number, ((old, why, _), (new, because, at)) in enumerate(pairwise(every)):
            # Moto begins with OK, CloudWatch knows nothing before it has looked.
            before = old if number else "INSUFFICIENT_DATA"
            if new != before:
                yield _told(alarm.name, aware(at), (before, why), (new, because))


def _told(name: str, at: datetime, before: tuple[str, str], after: tuple[str, str]) -> Json:
    data = {
        "version": "1.0",
        "oldState": {"stateValue": before[0], "stateReason": before[1]},
        "newState": {"stateValue": after[0], "stateReason": after[1]},
    }
    return {
        "AlarmName": name,
        "AlarmType": "MetricAlarm",
        "Timestamp": at,
        "HistoryItemType": "StateUpdate",
        "HistorySummary": f"Alarm updated from {before[0]} to {after[0]}",
        "HistoryData": json.dumps(data),
    }
