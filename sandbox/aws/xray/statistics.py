"""GetTimeSeriesServiceStatistics: what was counted of a service or of a call, period by period."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.xray.asked import entity, page, refused, span
from sandbox.aws.xray.traffic import MINUTE, Counted, Edge, counted, minutes, summed

_PAGE = 100
_PERIODS = (60, 300)


def get_time_series_service_statistics(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """One row per period in which the entity was called; without an expression all calls together."""
    since, until = span(params)
    period = params.get("Period", MINUTE)
    if period not in _PERIODS:
        raise refused("Invalid period: it must be 60 or 300 seconds.")
    wanted = entity(params.get("EntitySelectorExpression"))
    totals: dict[int, Counted] = defaultdict(Counted)
    for minute in minutes(account, since, until):
        told = summed(each for edge, each in counted(account, minute).items() if _is(edge, wanted))
        if told.calls:
            totals[minute // period * period] += told
    member = "ServiceSummaryStatistics" if isinstance(wanted, str) else "EdgeSummaryStatistics"
    rows = [
        {
            "Timestamp": datetime.fromtimestamp(at, UTC),
            member: told.statistics,
            "ResponseTimeHistogram": told.histogram,
        }
        for at, told in sorted(totals.items())
    ]
    shown, following = page(params, "xray:GetTimeSeriesServiceStatistics", rows, _PAGE)
    more = {"NextToken": following} if following else {}
    return {"TimeSeriesServiceStatistics": shown, "ContainsOldGroupVersions": False, **more}


def _is(edge: Edge, wanted: str | Edge | None) -> bool:
    if wanted is None:
        return True
    return edge[1] == wanted if isinstance(wanted, str) else edge == wanted
