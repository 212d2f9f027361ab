"""GetMetricStatistics: one metric, at most 1,440 points, in no order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.cloudwatch.series import Ask, Source, ask
from sandbox.aws.cloudwatch.statistics import is_not_here, is_statistic
from sandbox.aws.cloudwatch.windows import is_period
from sandbox.aws.errors import AwsError
from sandbox.aws.scale import stable_hex

_MOST = 1_440


def get_metric_statistics(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The datapoints, each with every statistic asked for."""
    _check(params)
    now = datetime.now(UTC).timestamp()
    asked = ask(params, params, params["StartTime"], params["EndTime"], now)
    if asked.periods > _MOST:
        text = (
            f"You have requested up to {asked.periods} datapoints, which exceeds the limit of {_MOST}. You may reduce "
            "the datapoints requested by increasing Period, or decreasing the time range."
        )
        raise AwsError("InvalidParameterCombination", text)
    source = Source(account, now, [asked.identity])
    return {"Label": params["MetricName"], "Datapoints": _datapoints(source, asked, params)}


def _datapoints(source: Source, asked: Ask, params: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    metric = source.metric(asked.identity)
    unit = params.get("Unit") or (metric.unit if metric else "None")
    found: dict[int, dict[str, Any]] = {}
    extended = params.get("ExtendedStatistics") or ()
    for name in (*(params.get("Statistics") or ()), *extended):
        times, values = source.points(replace(asked, statistic=name), asked.start, asked.end)
        for at, value in zip(times.tolist(), values.tolist(), strict=True):
            point = found.setdefault(at, {"Timestamp": at, "Unit": unit})
            if name in extended:
                point.setdefault("ExtendedStatistics", {})[name] = value
            else:
                point[name] = value
    return [found[at] for at in sorted(found, key=lambda at: stable_hex(str(at), 8))]


def _check(params: Mapping[str, Any]) -> None:
    plain, extended = params.get("Statistics") or (), params.get("ExtendedStatistics") or ()
    if not plain and not extended:
        raise AwsError("InvalidParameterCombination", "Must specify either Statistics or ExtendedStatistics")
    if plain and extended:
        raise AwsError("InvalidParameterCombination", "Cannot specify both Statistics and ExtendedStatistics")
    if params["StartTime"] >= params["EndTime"]:
        equal = params["StartTime"] == params["EndTime"]
        text = "not equal parameter EndTime." if equal else "be less than the parameter EndTime."
        raise AwsError("InvalidParameterValue", f"The parameter StartTime must {text}")
    if not is_period(params["Period"]):
        raise AwsError("InvalidParameterValue", "The parameter Period must be 1, 5, 10, 20, 30, or a multiple of 60.")
    for name in extended:
        _check_extended(name)


def _check_extended(name: str) -> None:
    if is_not_here(name):
        raise AwsError("InvalidParameterValue", f"This sandbox does not compute the statistic {name}.")
    if not is_statistic(name):
        raise AwsError("InvalidParameterValue", f"The value {name} for parameter ExtendedStatistics is not supported.")
