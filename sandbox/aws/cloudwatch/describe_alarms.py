"""DescribeAlarms: the machines' own alarms, and those that PutMetricAlarm put into moto."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.models import Alarm as Put
from moto.cloudwatch.models import cloudwatch_backends

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.cloudwatch.alarms import Alarm, alarms_of
from sandbox.aws.errors import AwsError
from sandbox.aws.machines import states

_USUAL_PAGE = 50
_PERIOD_S, _PERIODS = 60, 2
REASONS = {
    "OK": "Threshold Crossed: no datapoints were beyond the threshold.",
    "ALARM": "Threshold Crossed: 2 datapoints were beyond the threshold.",
    "INSUFFICIENT_DATA": "Insufficient Data: 2 datapoints were unknown.",
}
_NEW = "Unchecked: Initial alarm creation"
Json = Mapping[str, Any]


def describe_alarms(account: Account, params: Json) -> Json:
    """A page of the alarms that every condition accepts, by name; metric alarms unless others are asked for."""
    if params.get("AlarmNames") and params.get("AlarmNamePrefix"):
        text = "AlarmNamePrefix and AlarmNames cannot be specified together"
        raise AwsError("InvalidParameterCombination", text)
    wanted = [each for each in _metric_alarms(account, params) if _accepts(each, params)]
    shown, more = page(wanted, "DescribeAlarms", params, _USUAL_PAGE)
    return {"MetricAlarms": shown, "CompositeAlarms": [], **more}


def _metric_alarms(account: Account, params: Json) -> Sequence[Json]:
    if "MetricAlarm" not in params.get("AlarmTypes", ["MetricAlarm"]):
        return ()
    if params.get("ChildrenOfAlarmName") or params.get("ParentsOfAlarmName"):
        return ()
    found = {alarm.name: _described(account, alarm) for alarm in alarms_of(account, states(account))}
    found.update({each["AlarmName"]: each for each in _put(account)})
    return [each for _, each in sorted(found.items())]


def _accepts(alarm: Json, params: Json) -> bool:
    names, prefix = params.get("AlarmNames"), params.get("AlarmNamePrefix", "")
    actions = (*alarm["AlarmActions"], *alarm["OKActions"], *alarm["InsufficientDataActions"])
    return (
        (not names or alarm["AlarmName"] in names)
        and alarm["AlarmName"].startswith(prefix)
        and params.get("StateValue", alarm["StateValue"]) == alarm["StateValue"]
        and ("ActionPrefix" not in params or any(each.startswith(params["ActionPrefix"]) for each in actions))
    )


def _described(account: Account, alarm: Alarm) -> Json:
    watch, state = alarm.watch, alarm.state
    return {
        "AlarmName": alarm.name,
        "AlarmArn": f"arn:aws:cloudwatch:{account.region}:{account.id}:alarm:{alarm.name}",
        "AlarmDescription": watch.text,
        "AlarmConfigurationUpdatedTimestamp": alarm.configured,
        "ActionsEnabled": True,
        "OKActions": [],
        "AlarmActions": [],
        "InsufficientDataActions": [],
        "StateValue": state.value,
        "StateReason": REASONS[state.value],
        "StateUpdatedTimestamp": state.since,
        "StateTransitionedTimestamp": state.since,
        "MetricName": watch.metric,
        "Namespace": watch.namespace,
        "Statistic": watch.statistic,
        "Dimensions": [{"Name": "InstanceId", "Value": alarm.host.id}],
        "Period": _PERIOD_S,
        "EvaluationPeriods": _PERIODS,
        "Threshold": watch.threshold,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "missing",
    }


def put_alarms(account: Account) -> list[Put]:
    """The metric alarms that PutMetricAlarm put into moto."""
    return [each for each in cloudwatch_backends[account.id][account.region].alarms.values() if not each.rule]


def _put(account: Account) -> Iterator[Json]:
    for alarm in put_alarms(account):
        yield {name: value for name, value in _as_put(alarm).items() if value is not None}


def _as_put(alarm: Put) -> Json:
    return {
        "AlarmName": alarm.name,
        "AlarmArn": alarm.alarm_arn,
        "AlarmDescription": alarm.description,
        "AlarmConfigurationUpdatedTimestamp": aware(alarm.configuration_updated_timestamp),
        "ActionsEnabled": alarm.actions_enabled,
        "OKActions": alarm.ok_actions or [],
        "AlarmActions": alarm.alarm_actions or [],
        "InsufficientDataActions": alarm.insufficient_data_actions or [],
        # Moto begins with OK, CloudWatch knows nothing before it has looked.
        "StateValue": "INSUFFICIENT_DATA" if alarm.state_reason == _NEW else alarm.state_value,
        "StateReason": alarm.state_reason,
        "StateUpdatedTimestamp": aware(alarm.state_updated_timestamp),
        "MetricName": alarm.metric_name,
        "Namespace": alarm.namespace,
        "Statistic": alarm.statistic,
        "ExtendedStatistic": alarm.extended_statistic,
        "Dimensions": [{"Name": each.name, "Value": each.value} for each in alarm.dimensions],
        "Period": alarm.period,
        "Unit": alarm.unit,
        "EvaluationPeriods": alarm.evaluation_periods,
        "DatapointsToAlarm": alarm.datapoints_to_alarm,
        "Threshold": alarm.threshold,
        "ComparisonOperator": alarm.comparison_operator,
        "TreatMissingData": alarm.treat_missing_data,
    }


def page(things: Sequence[Json], operation: str, params: Json, usual: int) -> tuple[Sequence[Json], Mapping[str, str]]:
    """One page of an operation's things, and the member that leads to the next one."""
    key = paging.query_key({"operation": operation, **params})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidNextToken", "The next token specified is invalid.") from error
    shown, following = paging.cut(things, place, params.get("MaxRecords", usual))
    return shown, {"NextToken": paging.token(following, key)} if following else {}


def aware(at: datetime) -> datetime:
    """A time of moto's, which are UTC and do not say so."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
