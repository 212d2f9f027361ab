from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Upstream
from core.metrics import metric_of
from core.series import Metric
from services.aws.cloudwatch import CloudWatch, Readings
from services.aws.crew import Crew
from services.aws.deadline import answering_within
from services.aws.session import Aws
from tests.services.aws.wire import Asked, Wire, aws_error, fails, paged

NAME = "i-0aaaaaaaaaaaaaaa1"
START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PERIOD_S = 300


@pytest.fixture
def cloudwatch(aws: Aws) -> Iterator[CloudWatch]:
    with Crew(4) as crew:
        yield CloudWatch(aws, crew)


def metric(name: str = "CPUUtilization") -> Metric:
    return metric_of("AWS/EC2", name, (("InstanceId", NAME),))


def told(values: Mapping[int, float], query: str = "m0", status: str = "Complete") -> dict[str, Any]:
    """Values by the minute after START, newest first as CloudWatch tells them."""
    minutes = sorted(values, reverse=True)
    return {
        "Id": query,
        "StatusCode": status,
        "Timestamps": [START + timedelta(minutes=minute) for minute in minutes],
        "Values": [values[minute] for minute in minutes],
    }


def read(cloudwatch: CloudWatch, metrics: Sequence[Metric] = (), minutes: int = 20) -> Readings:
    return cloudwatch.read(metrics or [metric()], START, START + timedelta(minutes=minutes), PERIOD_S)


def test_what_was_not_measured_is_none_and_never_zero(cloudwatch: CloudWatch, wire: Wire) -> None:
    wire.on("cloudwatch", "GetMetricData", paged("MetricDataResults", [[told({0: 4.0, 15: 5.0})]]))
    series = read(cloudwatch).series[0]
    assert series.values == (4.0, None, None, 5.0)
    assert series.times == tuple(START.timestamp() + minute * 60 for minute in (0, 5, 10, 15))


def test_a_metric_without_values_is_a_series_of_nothing(cloudwatch: CloudWatch, wire: Wire) -> None:
    wire.on("cloudwatch", "GetMetricData", paged("MetricDataResults", [[told({})]]))
    readings = read(cloudwatch)
    assert (readings.series[0].values, readings.gaps, readings.metrics_read) == ((None,) * 4, (), 1)


def test_only_whole_periods_are_asked_for_from_their_round_beginnings(cloudwatch: CloudWatch, wire: Wire) -> None:
    wire.on("cloudwatch", "GetMetricData", paged("MetricDataResults", [[told({})]]))
    cloudwatch.read([metric()], START + timedelta(seconds=17), START + timedelta(minutes=14), PERIOD_S)
    asked = wire.asked[0]
    assert (asked["StartTime"], asked["EndTime"]) == (START, START + timedelta(minutes=10))


def test_partial_data_goes_on_on_the_next_page(cloudwatch: CloudWatch, wire: Wire) -> None:
    pages = [[told({15: 4.0}, status="PartialData")], [], [told({0: 1.0})]]
    wire.on("cloudwatch", "GetMetricData", paged("MetricDataResults", pages))
    assert read(cloudwatch).series[0].values == (1.0, None, None, 4.0)


def test_partial_data_without_another_page_is_a_gap_and_no_series(cloudwatch: CloudWatch, wire: Wire) -> None:
    wire.on("cloudwatch", "GetMetricData", paged("MetricDataResults", [[told({0: 1.0}, status="PartialData")]]))
    readings = read(cloudwatch)
    assert readings.series == ()
    assert readings.gaps[0].what == "the values of CPUUtilization"
    assert "PartialData" in readings.gaps[0].why


def test_a_page_that_fails_costs_only_what_was_not_complete(cloudwatch: CloudWatch, wire: Wire) -> None:
    pages: list[Sequence[Mapping[str, Any]] | Exception] = [
        [told({0: 1.0}), told({0: 2.0}, "m1", "PartialData")],
        aws_error("AccessDenied", status=403),
    ]
    wire.on("cloudwatch", "GetMetricData", paged("MetricDataResults", pages))
    readings = read(cloudwatch, [metric(), metric("NetworkIn")])
    assert [each.metric.name for each in readings.series] == ["CPUUtilization"]
    assert [gap.what for gap in readings.gaps] == ["the values of NetworkIn"]


def test_a_metric_the_role_may_not_read_says_so(cloudwatch: CloudWatch, wire: Wire) -> None:
    wire.on("cloudwatch", "GetMetricData", paged("MetricDataResults", [[told({}, status="Forbidden")]]))
    assert "does not let this role" in read(cloudwatch).gaps[0].why


def test_five_hundred_metrics_go_into_one_question_and_one_that_fails_ends_nothing_else(
    cloudwatch: CloudWatch, wire: Wire
) -> None:
    def answer(asked: Asked) -> Mapping[str, Any]:
        queries = asked["MetricDataQueries"]
        if queries[0]["MetricStat"]["Metric"]["MetricName"] == "metric-500":
            raise aws_error("AccessDenied", status=403)
        return {"MetricDataResults": [told({0: 1.0}, query["Id"]) for query in queries]}

    wire.on("cloudwatch", "GetMetricData", answer)
    readings = read(cloudwatch, [metric(f"metric-{number}") for number in range(1001)])
    assert {len(asked["MetricDataQueries"]) for asked in wire.asked} == {1, 500}
    assert (len(readings.series), len(readings.gaps), readings.metrics_read) == (501, 1, 501)
    assert "and 497 more" in readings.gaps[0].what


def test_each_metric_is_read_with_its_own_statistic_and_any_unit(cloudwatch: CloudWatch, wire: Wire) -> None:
    wire.on("cloudwatch", "GetMetricData", paged("MetricDataResults", [[told({}), told({}, "m1")]]))
    read(cloudwatch, [metric(), metric("NetworkIn")])
    stats = [query["MetricStat"] for query in wire.asked[0]["MetricDataQueries"]]
    assert [stat["Stat"] for stat in stats] == ["Average", "Sum"]
    assert not any("Unit" in stat for stat in stats)


def test_a_range_without_a_whole_period_asks_nothing(cloudwatch: CloudWatch, wire: Wire) -> None:
    assert read(cloudwatch, minutes=4).series[0].values == ()
    assert wire.asked == []


def test_when_the_time_is_up_the_rest_is_a_gap(cloudwatch: CloudWatch) -> None:
    with answering_within(0):
        readings = read(cloudwatch)
    assert readings.series == ()
    assert "when the time was up" in readings.gaps[0].why


def test_the_metrics_of_an_instance_are_listed_with_all_their_dimensions(cloudwatch: CloudWatch, wire: Wire) -> None:
    disk = {"Namespace": "CWAgent", "MetricName": "disk_used_percent", "Dimensions": _wired(path="/", InstanceId=NAME)}
    cpu = {"Namespace": "AWS/EC2", "MetricName": "CPUUtilization", "Dimensions": _wired(InstanceId=NAME)}
    wire.on("cloudwatch", "ListMetrics", paged("Metrics", [[disk], [], [cpu, cpu]]))
    listed = cloudwatch.listed(NAME).metrics
    assert [(each.name, each.dimensions) for each in listed] == [
        ("CPUUtilization", (("InstanceId", NAME),)),
        ("disk_used_percent", (("InstanceId", NAME), ("path", "/"))),
    ]
    assert wire.asked[0] == {"Dimensions": [{"Name": "InstanceId", "Value": NAME}]}


def test_a_list_that_cannot_be_read_is_an_error_and_not_an_empty_list(cloudwatch: CloudWatch, wire: Wire) -> None:
    wire.on("cloudwatch", "ListMetrics", fails(aws_error("AccessDenied", status=403)))
    with pytest.raises(Upstream, match="ListMetrics"):
        cloudwatch.listed(NAME)


def _wired(**pairs: str) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in pairs.items()]
