"""CloudWatch Logs: lines of sshd and flow records, found by patterns and by queries."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.logs.filter_log_events import filter_log_events
from sandbox.aws.logs.queries import get_query_results, start_query, stop_query

LOGS: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "FilterLogEvents": filter_log_events,
    "GetQueryResults": get_query_results,
    "StartQuery": start_query,
    "StopQuery": stop_query,
}
