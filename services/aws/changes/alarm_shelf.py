"""Our alarms and our dashboard in the account, with the credentials of whoever sets it up."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.alarming.alarm import MANAGED, PREFIX, Alarm
from services.aws.persistence import every_page, persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_cloudwatch.type_defs import (
        DescribeAlarmsInputTypeDef,
        DescribeAlarmsOutputTypeDef,
        MetricAlarmTypeDef,
    )

_TOKEN = "NextToken"  # noqa: S105  the name of a field
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
_MOST_AT_ONCE = 100


class AlarmShelf:
    """Reads and writes; every method raises Upstream where CloudWatch does not answer."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def alarms(self) -> tuple[Alarm, ...]:
        """Those that are ours by their name."""
        request: DescribeAlarmsInputTypeDef = {"AlarmNamePrefix": PREFIX, "AlarmTypes": ["MetricAlarm"]}

        def ask(token: str) -> "DescribeAlarmsOutputTypeDef":
            with self._aws.asking("cloudwatch", "DescribeAlarms"):
                client = self._aws.client("cloudwatch")
                return client.describe_alarms(**({**request, _TOKEN: token} if token else request))

        return tuple(_read(each) for page in every_page(ask, _TOKEN) for each in page.get("MetricAlarms", []))

    def put(self, alarm: Alarm) -> None:
        """Make it, or make it what it should be; its state is kept where nothing differs that matters for it."""
        with self._aws.asking("cloudwatch", "PutMetricAlarm"):
            self._aws.client("cloudwatch").put_metric_alarm(
                AlarmName=alarm.name,
                AlarmDescription=alarm.description,
                Namespace=alarm.namespace,
                MetricName=alarm.metric,
                Dimensions=[{"Name": name, "Value": value} for name, value in alarm.dimensions],
                Statistic=alarm.statistic,  # type: ignore[arg-type]  # one of ours
                ComparisonOperator=alarm.comparison,  # type: ignore[arg-type]  # one of ours
                Threshold=alarm.threshold,
                Period=alarm.period_s,
                EvaluationPeriods=alarm.periods,
                TreatMissingData=alarm.missing,
                ActionsEnabled=True,
                AlarmActions=list(alarm.notify),
                OKActions=list(alarm.notify),
                InsufficientDataActions=list(alarm.notify),
                Tags=[{"Key": MANAGED[0], "Value": MANAGED[1]}],
            )

    def remove(self, alarms: Sequence[Alarm]) -> None:
        """Remove alarms; one that is not there any more is no error."""
        for begin in range(0, len(alarms), _MOST_AT_ONCE):
            names = [alarm.name for alarm in alarms[begin : begin + _MOST_AT_ONCE]]
            with self._aws.asking("cloudwatch", "DeleteAlarms"):
                self._aws.client("cloudwatch").delete_alarms(AlarmNames=names)

    def dashboard(self, name: str) -> str | None:
        """The body of a dashboard, None where there is none."""

        def ask() -> str | None:
            # What is not there is looked for in the list: its error has another code in each of the API's protocols.
            with self._aws.asking("cloudwatch", "ListDashboards"):
                listed = self._aws.client("cloudwatch").list_dashboards(DashboardNamePrefix=name)
            if all(each.get("DashboardName") != name for each in listed.get("DashboardEntries", [])):
                return None
            with self._aws.asking("cloudwatch", "GetDashboard"):
                return self._aws.client("cloudwatch").get_dashboard(DashboardName=name)["DashboardBody"]

        return persistently(ask)

    def put_dashboard(self, name: str, body: str) -> None:
        """Make it, or make it what it should be."""
        with self._aws.asking("cloudwatch", "PutDashboard"):
            self._aws.client("cloudwatch").put_dashboard(DashboardName=name, DashboardBody=body)

    def remove_dashboard(self, name: str) -> None:
        """Remove one that is there."""
        with self._aws.asking("cloudwatch", "DeleteDashboards"):
            self._aws.client("cloudwatch").delete_dashboards(DashboardNames=[name])


def _read(wire: "MetricAlarmTypeDef") -> Alarm:
    return Alarm(
        name=wire.get("AlarmName", ""),
        description=wire.get("AlarmDescription", ""),
        namespace=wire.get("Namespace", ""),
        metric=wire.get("MetricName", ""),
        dimensions=tuple(_pairs(wire)),
        statistic=wire.get("Statistic", ""),
        comparison=wire.get("ComparisonOperator", ""),
        threshold=float(wire.get("Threshold", 0)),
        period_s=wire.get("Period", 0),
        periods=wire.get("EvaluationPeriods", 0),
        missing=wire.get("TreatMissingData", "missing"),
        notify=tuple(wire.get("AlarmActions", [])),
    )


def _pairs(wire: "MetricAlarmTypeDef") -> Iterator[tuple[str, str]]:
    return iter(sorted((each["Name"], each["Value"]) for each in wire.get("Dimensions", [])))
