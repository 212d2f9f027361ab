"""StartQuery, GetQueryResults and StopQuery: queries over the flow records, which take a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ec2.flow_logs import GROUP
from sandbox.aws.errors import AwsError
from sandbox.aws.logs.flows import records
from sandbox.aws.logs.pipeline import Pipeline, QueryError, read
from sandbox.aws.scale import stable_uuid

_TAKES_S = 1.2
_AT_ONCE = 30
Row = Mapping[str, str]


@dataclass(slots=True)
class Query:
    """One query; `ready` is when its rows can be had."""

    rows: list[Row]
    ready: datetime
    scanned: int
    stopped: bool = False


@dataclass(slots=True)
class Queries:
    """The queries of an account by id."""

    known: dict[str, Query] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


def start_query(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Begin a query over one log group."""
    groups = [params[name] for name in ("logGroupName",) if params.get(name)] + list(params.get("logGroupNames") or ())
    if len(groups) != 1:
        raise AwsError("InvalidParameterException", "Exactly one log group is imitated here")
    if groups[0] != GROUP or not account.hosts:
        raise AwsError("ResourceNotFoundException", f"Log group '{groups[0]}' does not exist")
    if params["startTime"] > params["endTime"]:
        raise AwsError("InvalidParameterException", "End time should not be less than start time")
    pipeline = _pipeline(params["queryString"])
    queries, now = account.state.of(Queries), account.timeline.now()
    with queries.lock:
        if sum(now < each.ready and not each.stopped for each in queries.known.values()) >= _AT_ONCE:
            raise AwsError(
                "LimitExceededException", f"Account maximum query concurrency limit of [{_AT_ONCE}] reached."
            )
        span = (datetime.fromtimestamp(params[name], UTC) for name in ("startTime", "endTime"))
        found = list(records(account, *span))
        query_id = stable_uuid(f"query/{len(queries.known)}/{now.timestamp()}")
        rows = pipeline.run(found)
        queries.known[query_id] = Query(rows, now + account.timeline.span(_TAKES_S), len(found))
    return {"queryId": query_id}


def get_query_results(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The rows when the query is done; before that its state alone."""
    query = _known(account, params)
    done = account.timeline.now() >= query.ready
    status = "Cancelled" if query.stopped else "Complete" if done else "Running"
    rows = query.rows if status == "Complete" else []
    told = [[{"field": name, "value": value} for name, value in row.items()] for row in rows]
    statistics = {"recordsMatched": float(len(rows)), "recordsScanned": float(query.scanned), "bytesScanned": 0.0}
    return {"results": told, "statistics": statistics, "status": status}


def stop_query(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """End a query that still runs."""
    query = _known(account, params)
    if query.stopped or account.timeline.now() >= query.ready:
        raise AwsError("InvalidParameterException", "The specified query is not running")
    query.stopped = True
    return {"success": True}


def _known(account: Account, params: Mapping[str, Any]) -> Query:
    found = account.state.of(Queries).known.get(params["queryId"])
    if found is None:
        raise AwsError("ResourceNotFoundException", "The specified query does not exist.")
    return found


def _pipeline(text: str) -> Pipeline:
    try:
        return read(text)
    except QueryError as error:
        raise AwsError("MalformedQueryException", str(error)) from error
