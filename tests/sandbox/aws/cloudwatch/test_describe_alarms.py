import pytest

from tests.sandbox.aws.clients import Boto, Json, until
from tests.sandbox.aws.lively import API_1, Lively, refusal


@pytest.fixture
def alarms(lively: Lively) -> Boto:
    return lively.client("cloudwatch")


def states(alarms: Boto, *names: str) -> dict[str, str]:
    found = alarms.describe_alarms(AlarmNames=list(names))["MetricAlarms"]
    return {each["AlarmName"]: each["StateValue"] for each in found}


def test_every_machine_has_three_alarms_that_name_it(alarms: Boto) -> None:
    found = [one for page in alarms.get_paginator("describe_alarms").paginate() for one in page["MetricAlarms"]]
    assert len({one["AlarmName"] for one in found}) == len(found) == 36
    own = [one for one in found if one["Dimensions"] == [{"Name": "InstanceId", "Value": API_1}]]
    assert [one["AlarmName"] for one in own] == ["api-1-checks", "api-1-cpu", "api-1-errors"]
    assert {one["StateValue"] for one in own} == {"OK"}


def test_a_machine_that_does_not_come_back_raises_one(lively: Lively, alarms: Boto) -> None:
    lively.trouble(API_1, never_boots=True)
    lively.ec2.reboot_instances(InstanceIds=[API_1])
    until(lambda: states(alarms, "api-1-checks") == {"api-1-checks": "ALARM"})
    [item] = alarms.describe_alarm_history(AlarmName="api-1-checks")["AlarmHistoryItems"]
    assert item["HistorySummary"] == "Alarm updated from OK to ALARM"


def test_a_stopped_machine_has_no_data(lively: Lively, alarms: Boto) -> None:
    lively.stop(API_1)
    assert set(states(alarms, "api-1-cpu", "api-1-errors").values()) == {"INSUFFICIENT_DATA"}


def test_an_alarm_that_was_put_knows_nothing_yet(alarms: Boto) -> None:
    alarms.put_metric_alarm(
        AlarmName="mine",
        Namespace="Mine",
        MetricName="Errors",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    assert states(alarms, "mine", "none") == {"mine": "INSUFFICIENT_DATA"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"AlarmNames": ["a"], "AlarmNamePrefix": "b"}, "InvalidParameterCombination"),
        ({"MaxRecords": 101}, "ValidationError"),
        ({"StateValue": "FINE"}, "ValidationError"),
        ({"NextToken": "made-up"}, "InvalidNextToken"),
    ],
)
def test_what_cloudwatch_refuses_is_refused(alarms: Boto, asked: Json, code: str) -> None:
    assert refusal(alarms.describe_alarms, **asked) == code
