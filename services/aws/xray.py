"""What X-Ray traced: who calls whom, and how often, how long and how well."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.causes.measures import Traffic
from core.causes.traced import TracedGraph, TracedNode
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_xray.type_defs import (
        EdgeTypeDef,
        GetServiceGraphResultTypeDef,
        GetTimeSeriesServiceStatisticsResultTypeDef,
        ServiceStatisticsTypeDef,
        ServiceTypeDef,
        TimeSeriesServiceStatisticsTypeDef,
    )

_TOKEN = "NextToken"  # noqa: S105  the name of a field


class XRay:
    """Asks X-Ray. An account that traces nothing gets an empty graph, which is no error.

    Each method raises Upstream where AWS did not answer; one question may span six hours.
    https://docs.aws.amazon.com/xray/latest/devguide/xray-api-gettingdata.html
    """

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def graph(self, since: datetime, until: datetime) -> TracedGraph:
        """Who called whom between two moments."""

        def ask(token: str) -> "GetServiceGraphResultTypeDef":
            with self._aws.asking("xray", "GetServiceGraph"):
                client = self._aws.client("xray")
                if token:
                    return client.get_service_graph(StartTime=since, EndTime=until, NextToken=token)
                return client.get_service_graph(StartTime=since, EndTime=until)

        nodes, calls = [], []
        for wire in (each for page in every_page(ask, _TOKEN) for each in page.get("Services", [])):
            if "ReferenceId" in wire:
                nodes.append(_node(wire))
                calls += [(wire["ReferenceId"], edge["ReferenceId"]) for edge in _edges(wire)]
        return TracedGraph(nodes=tuple(nodes), calls=tuple(calls))

    def traffic(self, name: str, since: datetime, until: datetime, period_s: int) -> tuple[Traffic, ...]:
        """What was counted of one service in each period of 60 or 300 seconds, oldest first."""

        def ask(token: str) -> "GetTimeSeriesServiceStatisticsResultTypeDef":
            with self._aws.asking("xray", "GetTimeSeriesServiceStatistics"):
                return self._aws.client("xray").get_time_series_service_statistics(
                    StartTime=since,
                    EndTime=until,
                    EntitySelectorExpression=f'service("{name}")',
                    Period=period_s,
                    **({"NextToken": token} if token else {}),  # type: ignore[arg-type]  # the name of a field
                )

        pages = every_page(ask, _TOKEN)
        found = [_traffic(each, period_s) for page in pages for each in page.get("TimeSeriesServiceStatistics", [])]
        return tuple(sorted((each for each in found if each), key=lambda one: one.at))


def _edges(wire: "ServiceTypeDef") -> "list[EdgeTypeDef]":
    return [edge for edge in wire.get("Edges", []) if "ReferenceId" in edge]


def _node(wire: "ServiceTypeDef") -> TracedNode:
    return TracedNode(
        ref=wire["ReferenceId"],
        name=wire.get("Name", ""),
        names=tuple(wire.get("Names", [])),
        kind=wire.get("Type", ""),
    )


def _traffic(wire: "TimeSeriesServiceStatisticsTypeDef", period_s: int) -> Traffic | None:
    counted: ServiceStatisticsTypeDef = wire.get("ServiceSummaryStatistics", {})
    if "Timestamp" not in wire:
        return None
    faults = counted.get("FaultStatistics", {}).get("TotalCount", 0)
    throttled = counted.get("ErrorStatistics", {}).get("ThrottleCount", 0)
    return Traffic(
        at=float(wire["Timestamp"].astimezone(UTC).timestamp() // period_s * period_s),
        calls=counted.get("TotalCount", 0),
        failed=faults + throttled,
        seconds=counted.get("TotalResponseTime", 0.0),
    )
