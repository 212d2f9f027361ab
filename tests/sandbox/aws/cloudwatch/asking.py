"""Queries against the running sandbox."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.sandbox.aws.clients import Boto, Json

WEB_1 = "i-0a554b5583dd70864"
WEB_2 = "i-0f69519d5bc9f01d7"
WEB_3 = "i-0e724c7b135c7ebf1"
BASTION = "i-033e0c347d41e994b"
WIN_1 = "i-0101329db3596bbda"
LEGACY_1 = "i-01c04a2bbb6901d67"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def this_hour() -> datetime:
    """The hour that has begun, or the one before while its last datapoints may still be on their way."""
    return (datetime.now(UTC) - timedelta(minutes=5)).replace(minute=0, second=0, microsecond=0)


def cpu(instance_id: str, period: int = 3_600, stat: str = "Average", **more: Any) -> Json:  # noqa: ANN401  any member
    """A query of CPUUtilization; its Id is `m` unless given."""
    return query("CPUUtilization", [("InstanceId", instance_id)], period=period, stat=stat, **more)


def query(
    name: str,
    dimensions: list[tuple[str, str]],
    *,
    namespace: str = "AWS/EC2",
    period: int = 3_600,
    stat: str = "Average",
    unit: str = "",
    **more: Any,  # noqa: ANN401  any member of MetricDataQuery
) -> Json:
    """A MetricDataQuery."""
    pairs = [{"Name": key, "Value": value} for key, value in dimensions]
    metric = {"Namespace": namespace, "MetricName": name, "Dimensions": pairs}
    units = {"Unit": unit} if unit else {}
    return {"Id": "m", "MetricStat": {"Metric": metric, "Period": period, "Stat": stat, **units}, **more}


def data(
    cloudwatch: Boto,
    *queries: Json,
    start: datetime,
    end: datetime,
    **more: Any,  # noqa: ANN401  any member
) -> dict[str, dict[datetime, float]]:
    """All points of each query by its Id, whatever number of pages they come in."""
    found: dict[str, dict[datetime, float]] = {}
    pages = cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=list(queries), StartTime=start, EndTime=end, **more
    )
    for page in pages:
        for result in page["MetricDataResults"]:
            points = dict(zip(result["Timestamps"], result["Values"], strict=True))
            own = found.setdefault(result["Id"], {})
            assert not own.keys() & points.keys()
            own.update(points)
    return found
