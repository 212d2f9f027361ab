"""Which alarms of CloudWatch fire."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.model import Model
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_cloudwatch.type_defs import DescribeAlarmsOutputTypeDef, MetricAlarmTypeDef

_TOKEN = "NextToken"  # noqa: S105  the name of a field


class FiringAlarm(Model):
    """An alarm that fires; `things` are the values of its dimensions, `since` when its state last changed."""

    name: str
    since: datetime | None
    things: tuple[str, ...]


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


def _alarm(wire: "MetricAlarmTypeDef") -> FiringAlarm:
    since = wire.get("StateTransitionedTimestamp") or wire.get("StateUpdatedTimestamp")
    return FiringAlarm(
        name=wire.get("AlarmName", ""),
        since=since.astimezone(UTC) if since else None,
        things=tuple(each.get("Value", "") for each in wire.get("Dimensions", [])),
    )
