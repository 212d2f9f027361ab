import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Json
from tests.sandbox.aws.cloudwatch.asking import DAY, HOUR, WEB_1, cpu, data, this_hour


def statistics(cloudwatch: Boto, **more: object) -> list[Json]:
    now = this_hour()
    usual: Json = {
        "Namespace": "AWS/EC2",
        "MetricName": "CPUUtilization",
        "Dimensions": [{"Name": "InstanceId", "Value": WEB_1}],
        "StartTime": now - DAY,
        "EndTime": now,
        "Period": 3_600,
    }
    found: list[Json] = cloudwatch.get_metric_statistics(**{**usual, **more})["Datapoints"]
    return found


def test_datapoints_are_those_of_get_metric_data(cloudwatch: Boto) -> None:
    now = this_hour()
    found = statistics(cloudwatch, Statistics=["Average", "Maximum"])
    same = data(cloudwatch, cpu(WEB_1), cpu(WEB_1, stat="Maximum", Id="most"), start=now - DAY, end=now)
    assert {point["Timestamp"]: point["Average"] for point in found} == same["m"]
    assert {point["Timestamp"]: point["Maximum"] for point in found} == same["most"]
    assert {point["Unit"] for point in found} == {"Percent"}


def test_datapoints_come_in_no_order(cloudwatch: Boto) -> None:
    times = [point["Timestamp"] for point in statistics(cloudwatch, Statistics=["Sum"])]
    assert times not in (sorted(times), sorted(times, reverse=True))


def test_percentiles_stand_apart(cloudwatch: Boto) -> None:
    (point,) = statistics(cloudwatch, StartTime=this_hour() - HOUR, ExtendedStatistics=["p50", "p99"])
    assert point["ExtendedStatistics"]["p50"] < point["ExtendedStatistics"]["p99"]


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ({"Period": 60, "StartTime": this_hour() - 2 * DAY}, "InvalidParameterCombination", "the limit of 1440"),
        ({"ExtendedStatistics": ["p90"]}, "InvalidParameterCombination", "both"),
        ({"Period": 61}, "InvalidParameterValue", "Period"),
        ({"EndTime": this_hour() - 2 * DAY}, "InvalidParameterValue", "StartTime"),
    ],
    ids=str,
)
def test_what_cloudwatch_refuses_is_refused(cloudwatch: Boto, more: Json, code: str, words: str) -> None:
    with pytest.raises(ClientError, match=words) as caught:
        statistics(cloudwatch, **{"Statistics": ["Sum"], **more})
    assert caught.value.response["Error"]["Code"] == code


def test_more_statistics_than_there_are_break_the_model(cloudwatch: Boto) -> None:
    with pytest.raises(ClientError, match="length less than or equal to 5") as caught:
        statistics(cloudwatch, Statistics=["Sum"] * 6)
    assert caught.value.response["Error"]["Code"] == "ValidationError"


def test_one_kind_of_statistic_is_needed(cloudwatch: Boto) -> None:
    with pytest.raises(ClientError, match="Must specify either"):
        statistics(cloudwatch)
