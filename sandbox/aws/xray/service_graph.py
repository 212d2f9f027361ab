"""GetServiceGraph: who called whom in a span of time, the people who call first of all."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.seed.tracing import Service, tracing
from sandbox.aws.xray.asked import page, span
from sandbox.aws.xray.traffic import CLIENT, MINUTE, Counted, Edge, counted, minutes, summed

_PAGE = 5
_REMOTE = "remote"
Json = Mapping[str, Any]


def get_service_graph(account: Account, params: Json) -> Json:
    """The nodes with their calls; an account that traces nothing has none."""
    since, until = span(params)
    seen = [(minute, counted(account, minute)) for minute in minutes(account, since, until)]
    totals: dict[Edge, Counted] = defaultdict(Counted)
    for _, told in seen:
        for edge, each in told.items():
            totals[edge] += each
    times = {"StartTime": _moment(seen[0][0]), "EndTime": _moment(seen[-1][0] + MINUTE)} if seen else {}
    nodes = [_client(totals, times), *(_service(account, each, totals, times) for each in tracing().service)]
    shown, following = page(params, "xray:GetServiceGraph", nodes if seen else [], _PAGE)
    asked = {"StartTime": _moment(since), "EndTime": _moment(until)}
    more = {"NextToken": following} if following else {}
    return {**asked, "Services": shown, "ContainsOldGroupVersions": False, **more}


def _client(totals: Mapping[Edge, Counted], times: Json) -> Json:
    """People are called as the service that they call, with another type."""
    return {
        "ReferenceId": 0,
        "Name": tracing().client.calls,
        "Names": [tracing().client.calls],
        "Type": CLIENT,
        "State": "unknown",
        **times,
        "Edges": _edges(CLIENT, totals, times),
        "DurationHistogram": [],
        "ResponseTimeHistogram": [],
    }


def _service(account: Account, service: Service, totals: Mapping[Edge, Counted], times: Json) -> Json:
    told = summed(each for (_, callee), each in totals.items() if callee == service.name)
    owner = {} if service.type == _REMOTE else {"AccountId": account.id}
    return {
        "ReferenceId": _reference(service.name),
        "Name": service.name,
        "Names": [service.name],
        "Root": service.name == tracing().client.calls,
        **owner,
        "Type": service.type,
        "State": "active",
        **times,
        "Edges": _edges(service.name, totals, times),
        "SummaryStatistics": told.statistics,
        "DurationHistogram": told.histogram,
        "ResponseTimeHistogram": told.histogram,
    }


def _edges(caller: str, totals: Mapping[Edge, Counted], times: Json) -> list[Json]:
    return [
        {
            "ReferenceId": _reference(callee),
            **times,
            "SummaryStatistics": told.statistics,
            "ResponseTimeHistogram": told.histogram,
            "Aliases": [],
        }
        for (source, callee), told in totals.items()
        if source == caller
    ]


def _reference(name: str) -> int:
    return [each.name for each in tracing().service].index(name) + 1


def _moment(epoch_s: float) -> datetime:
    return datetime.fromtimestamp(epoch_s, UTC)
