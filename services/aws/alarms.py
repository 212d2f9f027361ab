"""Which alarms of CloudWatch fire, and how often one did."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.model import Model
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_cloudwatch.type_defs import (
        AlarmHistoryItemTypeDef,
        DescribeAlarmHistoryInputTypeDef,
        DescribeAlarmHistoryOutputTypeDef,
        DescribeAlarmsOutputTypeDef,
        MetricAlarmTypeDef,
    )

_FIRING = "ALARM"
_TOKEN = "NextToken"  # noqa: S105  the name of a field


class FiringAlarm(Model):
    """An alarm that fires; `things` are the values of its dimensions, `since` when its state last changed."""

    name: str
    since: datetime | None
    things: tuple[str, ...]


class Fired(Model):
    """One time that an alarm fired; `end` None: it still does, or its end lies after what was read."""

    start: datetime
    end: datetime | None


class Alarms:
    """Asks CloudWatch."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def firing(self) -> tuple[FiringAlarm, ...]:
        """Every metric alarm in the state ALARM.

        Raises:
            Upstream: not all of them could be read.
        """

        def ask(token: str) -> "DescribeAlarmsOutputTypeDef":
            with self._aws.asking("cloudwatch", "DescribeAlarms"):
                client = self._aws.client("cloudwatch")
                if token:
                    return client.describe_alarms(StateValue="ALARM", NextToken=token)
                return client.describe_alarms(StateValue="ALARM")

        return tuple(_alarm(each) for page in every_page(ask, _TOKEN) for each in page.get("MetricAlarms", []))

    def history(self, name: str, since: datetime, until: datetime) -> tuple[Fired, ...]:
        """Each time that an alarm fired in a span, oldest first; CloudWatch keeps that for thirty days.

        Raises:
            Upstream: CloudWatch did not answer.
        """

        def ask(token: str) -> "DescribeAlarmHistoryOutputTypeDef":
            wanted: DescribeAlarmHistoryInputTypeDef = {
                "AlarmName": name,
                # Without it the past of composite alarms is left out.
                "AlarmTypes": ["MetricAlarm", "CompositeAlarm"],
                "HistoryItemType": "StateUpdate",
                "StartDate": since,
                "EndDate": until,
                "ScanBy": "TimestampAscending",
            }
            if token:
                wanted["NextToken"] = token
            with self._aws.asking("cloudwatch", "DescribeAlarmHistory"):
                return self._aws.client("cloudwatch").describe_alarm_history(**wanted)

        items = [each for page in every_page(ask, _TOKEN) for each in page.get("AlarmHistoryItems", [])]
        return tuple(_fired((each["Timestamp"].astimezone(UTC), _state_of(each)) for each in items))


def _fired(changes: Iterable[tuple[datetime, str]]) -> Iterator[Fired]:
    start: datetime | None = None
    for at, state in changes:
        if state == _FIRING:
            start = start or at
        elif start and state:
            yield Fired(start=start, end=at)
            start = None
    if start:
        yield Fired(start=start, end=None)


def _state_of(item: "AlarmHistoryItemTypeDef") -> str:
    """The state that an alarm went to; empty where its item cannot be read."""
    try:
        told = json.loads(item.get("HistoryData", ""))
        return str(told["newState"]["stateValue"])
    except (ValueError, KeyError, TypeError):
        return ""


def _alarm(wire: "MetricAlarmTypeDef") -> FiringAlarm:
    since = wire.get("StateTransitionedTimestamp") or wire.get("StateUpdatedTimestamp")
    return FiringAlarm(
        name=wire.get("AlarmName", ""),
        since=since.astimezone(UTC) if since else None,
        things=tuple(each.get("Value", "") for each in wire.get("Dimensions", [])),
    )
