"""X-Ray: the service graph and its statistics, which moto leaves empty."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.xray.service_graph import get_service_graph
from sandbox.aws.xray.statistics import get_time_series_service_statistics

XRAY: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "GetServiceGraph": get_service_graph,
    "GetTimeSeriesServiceStatistics": get_time_series_service_statistics,
}
