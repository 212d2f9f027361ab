from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Control, Faults, Json
from tests.sandbox.aws.cloudwatch.asking import (
    BASTION,
    DAY,
    HOUR,
    LEGACY_1,
    WEB_1,
    WEB_3,
    WIN_1,
    cpu,
    data,
    query,
    this_hour,
)
from tests.sandbox.aws.lively import Lively


def error_of(cloudwatch: Boto, *queries: Json, span: timedelta = DAY, **more: object) -> Json:
    now = this_hour()
    with pytest.raises(ClientError) as caught:
        cloudwatch.get_metric_data(MetricDataQueries=list(queries), StartTime=now - span, EndTime=now, **more)
    return dict(caught.value.response["Error"])


def test_four_weeks_of_hours_are_there_newest_first(cloudwatch: Boto) -> None:
    now = this_hour()
    answer = cloudwatch.get_metric_data(MetricDataQueries=[cpu(WEB_1)], StartTime=now - 28 * DAY, EndTime=now)
    (result,) = answer["MetricDataResults"]
    assert (result["Label"], result["StatusCode"], len(result["Values"])) == ("CPUUtilization", "Complete", 672)
    assert result["Timestamps"] == sorted(result["Timestamps"], reverse=True)
    assert result["Timestamps"][0] == now - HOUR
    assert "NextToken" not in answer


def test_asking_twice_gives_the_same(cloudwatch: Boto) -> None:
    now = this_hour()
    asked = [cpu(WEB_1, 60, "p90"), cpu(WIN_1, 300, "Maximum", Id="n")]
    first, again = (data(cloudwatch, *asked, start=now - 3 * HOUR, end=now) for _ in range(2))
    assert first == again
    assert len(first["m"]) == 180


@pytest.mark.parametrize("instance_id", [WEB_1, WIN_1])
def test_an_hour_is_the_aggregate_of_its_minutes(cloudwatch: Boto, instance_id: str) -> None:
    now = this_hour()
    asked = [
        cpu(instance_id, period, stat, Id=f"{stat.lower()}{period}")
        for period in (60, 3_600)
        for stat in ("Sum", "Maximum")
    ]
    found = data(cloudwatch, *asked, start=now - 2 * HOUR, end=now - HOUR)
    (total,), (most,) = found["sum3600"].values(), found["maximum3600"].values()
    assert sum(found["sum60"].values()) == pytest.approx(total)
    assert max(found["maximum60"].values()) == most


def test_periods_are_counted_from_the_start(cloudwatch: Boto) -> None:
    start = this_hour() - 3 * HOUR + timedelta(minutes=7, seconds=31)
    found = data(cloudwatch, cpu(WEB_1), start=start, end=start + 2 * HOUR)["m"]
    assert min(found) == start.replace(second=0)


def test_basic_monitoring_has_no_datapoints_between_five_minutes(cloudwatch: Boto) -> None:
    now = this_hour()
    found = data(cloudwatch, cpu(WIN_1, 60), cpu(WEB_1, 60, Id="n"), start=now - HOUR, end=now)
    assert {at.minute % 5 for at in found["m"]} == {0}
    assert (len(found["m"]), len(found["n"])) == (12, 60)


def test_what_is_older_is_kept_coarser(cloudwatch: Boto) -> None:
    now = this_hour()
    asked = [cpu(WEB_1, period, Id=f"p{period}") for period in (60, 300, 3_600)]
    found = data(cloudwatch, *asked, start=now - 65 * DAY, end=now - 62 * DAY)
    assert [len(found[f"p{period}"]) for period in (60, 300)] == [0, pytest.approx(288, abs=12)]
    assert len(found["p3600"]) == 72


@pytest.mark.parametrize(
    "asked",
    [
        cpu("i-00000000000000000"),
        cpu(BASTION),
        cpu(WEB_1, unit="Bytes"),
        cpu(WEB_1, 30),
        query("DiskReadOps", [("InstanceId", WEB_1)]),
        query("CPUUtilization", []),
        query("CPUUtilization", [("InstanceId", WEB_1)], namespace="AWS/RDS"),
        query("mem_used_percent", [("InstanceId", WEB_1)], namespace="CWAgent"),
    ],
    ids=["unknown", "silent", "unit", "seconds", "disk", "no-dimension", "namespace", "dimensions"],
)
def test_what_nobody_publishes_is_complete_and_empty(cloudwatch: Boto, asked: Json) -> None:
    now = this_hour()
    answer = cloudwatch.get_metric_data(MetricDataQueries=[asked], StartTime=now - DAY, EndTime=now)
    (result,) = answer["MetricDataResults"]
    assert (result["StatusCode"], result["Values"], result["Timestamps"]) == ("Complete", [], [])


def test_no_failed_check_is_zero_and_a_failed_one_is_one(cloudwatch: Boto) -> None:
    now = this_hour()
    asked = [
        query("StatusCheckFailed_Instance", [("InstanceId", each)], period=300, stat="Maximum", Id=name)
        for each, name in ((WEB_1, "well"), (LEGACY_1, "ill"))
    ]
    found = data(cloudwatch, *asked, start=now - 2 * DAY, end=now)
    assert set(found["well"].values()) == {0}
    assert sum(found["ill"].values()) == 4


def test_a_machine_launched_later_has_no_data(lively: Lively) -> None:
    cloudwatch, ec2 = lively.client("cloudwatch"), lively.ec2
    (new,) = ec2.run_instances(ImageId="ami-0a23c5f81e4b6d702", MinCount=1, MaxCount=1)["Instances"]
    now = this_hour()
    assert data(cloudwatch, cpu(new["InstanceId"]), start=now - DAY, end=now + HOUR) == {"m": {}}


def test_a_stopped_machine_reports_until_its_stop(lively: Lively) -> None:
    cloudwatch, now = lively.client("cloudwatch"), this_hour()
    before = data(cloudwatch, cpu(WEB_3), start=now - DAY, end=now)
    lively.stop(WEB_3)
    after = data(cloudwatch, cpu(WEB_3), start=now - DAY, end=now)
    assert before == after
    assert len(after["m"]) == 24


def test_pages_hold_max_datapoints_and_say_what_is_partial(cloudwatch: Boto) -> None:
    now = this_hour()
    asked = [cpu(WEB_1), cpu(WIN_1, Id="n")]
    span: Json = {"MetricDataQueries": asked, "StartTime": now - DAY, "EndTime": now}
    pages = list(cloudwatch.get_paginator("get_metric_data").paginate(**span, MaxDatapoints=10))
    sizes = [sum(len(result["Values"]) for result in page["MetricDataResults"]) for page in pages]
    assert max(sizes) <= 10
    assert sum(sizes) == 48
    statuses = [{result["StatusCode"] for result in page["MetricDataResults"]} for page in pages]
    assert statuses == [{"PartialData"}] * (len(pages) - 1) + [{"Complete"}]
    assert data(cloudwatch, *asked, start=now - DAY, end=now, MaxDatapoints=10) == data(
        cloudwatch, *asked, start=now - DAY, end=now, ScanBy="TimestampAscending"
    )


def test_a_token_belongs_to_its_query(cloudwatch: Boto) -> None:
    now = this_hour()
    span: Json = {"StartTime": now - DAY, "EndTime": now, "MaxDatapoints": 5}
    token = cloudwatch.get_metric_data(MetricDataQueries=[cpu(WEB_1)], **span)["NextToken"]
    with pytest.raises(ClientError) as caught:
        cloudwatch.get_metric_data(MetricDataQueries=[cpu(WIN_1)], **span, NextToken=token)
    assert caught.value.response["Error"]["Code"] == "InvalidNextToken"


def test_a_fault_can_hit_the_second_page(cloudwatch: Boto, faults: Faults, control: Control) -> None:
    faults({"cloudwatch:GetMetricData": {"error": "ThrottlingException", "page": 2}})
    now = this_hour()
    before = control("GET", "log")["counts"].get("cloudwatch:GetMetricData", 0)
    with pytest.raises(ClientError) as caught:
        data(cloudwatch, cpu(WEB_1), start=now - DAY, end=now, MaxDatapoints=5)
    assert caught.value.response["Error"]["Code"] == "Throttling"
    assert control("GET", "log")["counts"]["cloudwatch:GetMetricData"] == before + 2


def test_an_empty_page_in_between_loses_nothing(cloudwatch: Boto, faults: Faults) -> None:
    faults({"cloudwatch:GetMetricData": {"empty_page": True, "times": 1}})
    now = this_hour()
    assert len(data(cloudwatch, cpu(WEB_1), start=now - DAY, end=now)["m"]) == 24


def test_an_expression_is_computed_and_its_operand_may_stay_hidden(cloudwatch: Boto) -> None:
    now = this_hour()
    hidden = cpu(WEB_1, ReturnData=False)
    found = data(cloudwatch, hidden, {"Id": "idle", "Expression": "100 - m"}, start=now - DAY, end=now)
    shown = data(cloudwatch, cpu(WEB_1), start=now - DAY, end=now)
    assert set(found) == {"idle"}
    assert found["idle"] == {at: pytest.approx(100 - value) for at, value in shown["m"].items()}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([cpu(WEB_1, 90)], "MetricDataQueries.member.1.MetricStat.Period must be"),
        ([cpu(WEB_1, stat="Median")], "member.1.MetricStat.Stat is not a valid statistic"),
        ([cpu(WEB_1, stat="wm98")], "does not compute the statistic wm98"),
        ([cpu(WEB_1), cpu(WIN_1)], "not unique"),
        ([cpu(WEB_1, Id="Upper")], "not matching the expected pattern"),
        ([{"Id": "m"}], "MetricStat is required"),
        ([cpu(WEB_1, Expression="m")], "mutually exclusive"),
        ([cpu(WEB_1, Id=f"m{number}") for number in range(501)], "size greater than 500"),
        ([cpu(WEB_1), {"Id": "e", "Expression": "m + other"}], "'other' is undefined"),
        ([{"Id": "e", "Expression": "f"}, {"Id": "f", "Expression": "e"}], "Circular"),
        ([cpu(WEB_1), cpu(WEB_1, 60, Id="n"), {"Id": "e", "Expression": "m + n"}], "different periods"),
        ([cpu(WEB_1), {"Id": "e", "Expression": "RATE(m)"}], "does not compute"),
    ],
    ids=str,
)
def test_a_wrong_query_is_a_validation_error(cloudwatch: Boto, asked: list[Json], words: str) -> None:
    error = error_of(cloudwatch, *asked)
    assert error["Code"] == "ValidationError"
    assert words in error["Message"]


@pytest.mark.parametrize(("span", "words"), [(timedelta(), "must not equal"), (-DAY, "must be less than")])
def test_times_in_the_wrong_order_are_refused(cloudwatch: Boto, span: timedelta, words: str) -> None:
    assert words in error_of(cloudwatch, cpu(WEB_1), span=span)["Message"]


def test_what_the_model_refuses_has_the_code_of_cloudwatch(cloudwatch: Boto) -> None:
    assert error_of(cloudwatch, cpu(WEB_1), ScanBy="Sideways")["Code"] == "ValidationError"


def test_a_custom_namespace_is_what_was_put(cloudwatch: Boto) -> None:
    now = this_hour()
    pairs = [{"Name": "Queue", "Value": "orders"}]
    put = [
        {"MetricName": "Waiting", "Dimensions": pairs, "Timestamp": now - minutes, "Value": value, "Unit": "Count"}
        for minutes, value in ((timedelta(minutes=50), 4.0), (timedelta(minutes=20), 8.0))
    ]
    cloudwatch.put_metric_data(Namespace="Shop", MetricData=put)
    asked = [
        query("Waiting", [("Queue", "orders")], namespace="Shop", stat=stat, unit=unit, Id=name)
        for name, stat, unit in (("mean", "Average", ""), ("p90", "p90", "Count"), ("none", "Sum", "Bytes"))
    ]
    found = data(cloudwatch, *asked, start=now - HOUR, end=now)
    assert found == {"mean": {now - HOUR: 6.0}, "p90": {now - HOUR: pytest.approx(7.6)}, "none": {}}


def test_another_region_has_no_metrics(client: Clients) -> None:
    now = this_hour()
    elsewhere = client("cloudwatch", region="eu-west-1")
    assert data(elsewhere, cpu(WEB_1), start=now - DAY, end=now) == {"m": {}}
    assert elsewhere.list_metrics()["Metrics"] == []
