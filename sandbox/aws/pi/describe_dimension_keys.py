"""DescribeDimensionKeys: how many sessions were at what in a span, the most first.

https://docs.aws.amazon.com/performance-insights/latest/APIReference/API_DescribeDimensionKeys.html
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.pi.planted import FREE_DAYS, Dimensions, Load, Watched

_METRICS = ("db.load.avg", "db.sampledload.avg")
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "db.wait_event": ("name", "type"),
    "db.sql_tokenized": ("id", "statement"),
}
_PERIODS = (1, 60, 300, 3_600, 86_400)
_USUAL_PERIOD = 60
_USUAL_LIMIT, _MOST = 10, 25
_LONGEST_BYTES = 500
_UNREAD = ("AdditionalMetrics", "Filter", "PartitionBy")
Json = Mapping[str, Any]


def describe_dimension_keys(account: Account, params: Json) -> Json:
    """A page of the keys of one group; raises AwsError for what Performance Insights does not watch or take."""
    loads = account.state.of(Watched).loads.get(params["Identifier"])
    if params["ServiceType"] != "RDS" or loads is None:
        # The model has this error and no better one; its words are not documented.
        raise AwsError("NotAuthorizedException", f"User is not authorized to access {params['Identifier']}.")
    since, until = _span(account, params)
    group, names = _group(params)
    totals: dict[Dimensions, float] = defaultdict(float)
    for load, share in _shares(loads, since, until):
        for dimensions, sessions in load.by(group).items():
            totals[dimensions] += sessions * share
    most = sorted(totals.items(), key=lambda each: (-each[1], each[0]))[: params["GroupBy"].get("Limit", _USUAL_LIMIT)]
    keys = [_key(group, names, dimensions, total) for dimensions, total in most if total > 0]
    period = params.get("PeriodInSeconds", _USUAL_PERIOD)
    aligned = {"AlignedStartTime": since // period * period, "AlignedEndTime": -(-until // period) * period}
    return {**aligned, **_page(params, keys)}


def _span(account: Account, params: Json) -> tuple[float, float]:
    since, until = float(params["StartTime"]), float(params["EndTime"])
    if since >= until:
        raise _refused("StartTime must be earlier than EndTime.")
    if datetime.fromtimestamp(since, UTC) < account.timeline.now() - timedelta(days=FREE_DAYS):
        raise _refused(f"StartTime must be within the past {FREE_DAYS} days.")
    if params.get("PeriodInSeconds", _USUAL_PERIOD) not in _PERIODS:
        raise _refused(f"PeriodInSeconds must be one of {', '.join(map(str, _PERIODS))}.")
    return since, until


def _group(params: Json) -> tuple[str, Sequence[str]]:
    """The group and the dimensions of it that are asked for."""
    unread = [name for name in _UNREAD if params.get(name)]
    if unread:
        raise _refused(f"{unread[0]} is not valid for current resource")
    if params["Metric"] not in _METRICS:
        raise _refused(f"The specified metric is not a known metric: {params['Metric']}")
    group = params["GroupBy"]["Group"]
    if group not in _GROUPS:
        raise _refused(f"This group is not a known group: {group} is not valid for current resource")
    known = [f"{group}.{name}" for name in _GROUPS[group]]
    wanted = params["GroupBy"].get("Dimensions", known)
    strange = [name for name in wanted if name not in known]
    if strange:
        raise _refused(f"This dimension is not a known dimension of {group}: {strange[0]}")
    return group, wanted


def _shares(loads: Sequence[Load], since: float, until: float) -> Iterator[tuple[Load, float]]:
    """Each load with the part of the span in which it held."""
    ends = [*(each.since.timestamp() for each in loads[1:]), until]
    for load, end in zip(loads, ends, strict=False):
        held = min(end, until) - max(load.since.timestamp(), since)
        yield load, max(0.0, held) / (until - since)


def _key(group: str, names: Sequence[str], dimensions: Dimensions, total: float) -> Json:
    told = {f"{group}.{name}": value.encode()[:_LONGEST_BYTES].decode("utf-8", "ignore") for name, value in dimensions}
    return {"Dimensions": {name: told[name] for name in names}, "Total": round(total, 6)}


def _page(params: Json, keys: Sequence[Json]) -> Json:
    key = paging.query_key({"operation": "DescribeDimensionKeys", **params})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        raise _refused("The NextToken is invalid.") from error
    shown, following = paging.cut(keys, place, params.get("MaxResults") or _MOST)
    return {"Keys": list(shown), **({"NextToken": paging.token(following, key)} if following else {})}


def _refused(message: str) -> AwsError:
    return AwsError("InvalidArgumentException", message)
