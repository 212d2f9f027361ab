"""X-Ray as AWS answers it: spans, entities, pages, and what a region that traces nothing says."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

DATABASE = "payments@payments-db.c9akciq32rgz.us-west-2.rds.amazonaws.com"


@pytest.fixture(scope="module")
def xray(client: Clients) -> Boto:
    return client("xray")


def _span(hours: float = 1) -> Json:
    now = datetime.now(UTC)
    return {"StartTime": now - timedelta(hours=hours), "EndTime": now}


def _graph(xray: Boto, **more: object) -> dict[tuple[str, str], Json]:
    services = [
        each
        for page in xray.get_paginator("get_service_graph").paginate(**_span(), **more)
        for each in page["Services"]
    ]
    return {(each["Name"], each["Type"]): each for each in services}


def _rows(xray: Boto, expression: str, **more: object) -> list[Json]:
    asked = {**_span(), "EntitySelectorExpression": expression, **more}
    pages = xray.get_paginator("get_time_series_service_statistics").paginate(**asked)
    return [row for page in pages for row in page["TimeSeriesServiceStatistics"]]


def test_people_call_the_first_service_and_every_call_leads_to_a_node(xray: Boto) -> None:
    graph = _graph(xray)
    client = graph["shop-web", "client"]
    root = next(each for each in graph.values() if each.get("Root"))
    assert [edge["ReferenceId"] for edge in client["Edges"]] == [root["ReferenceId"]]
    refs = {each["ReferenceId"] for each in graph.values()}
    assert all(edge["ReferenceId"] in refs for each in graph.values() for edge in each["Edges"])


def test_what_a_service_was_asked_is_the_sum_of_the_calls_to_it(xray: Boto) -> None:
    graph = _graph(xray)
    cart = graph["cart", "AWS::ECS::Container"]
    calls = [edge for each in graph.values() for edge in each["Edges"] if edge["ReferenceId"] == cart["ReferenceId"]]
    assert len(calls) == 2
    counts = cart["SummaryStatistics"]
    assert counts["TotalCount"] == sum(each["SummaryStatistics"]["TotalCount"] for each in calls)
    assert counts["TotalCount"] == counts["OkCount"] + counts["FaultStatistics"]["TotalCount"]


def test_an_end_point_that_runs_no_tracing_belongs_to_no_account(xray: Boto) -> None:
    assert "AccountId" not in _graph(xray)["api.pay.example.com", "remote"]
    assert _graph(xray)["payments", "AWS::EC2::Instance"]["AccountId"] == "123456789012"


def test_a_service_takes_the_time_of_those_that_it_calls(xray: Boto) -> None:
    def average(row: Json) -> float:
        return float(row["TotalResponseTime"] / row["TotalCount"])

    payments = average(_rows(xray, 'service("payments")', Period=300)[0]["ServiceSummaryStatistics"])
    database = average(_rows(xray, f'service("{DATABASE}")', Period=300)[0]["ServiceSummaryStatistics"])
    assert payments > 2 * database + 0.06


def test_calls_are_found_by_both_ends_and_services_by_name_and_type(xray: Boto) -> None:
    edge = _rows(xray, f'edge("payments", "{DATABASE}")')
    named = _rows(xray, 'service(id(name: "payments", type: "AWS::EC2::Instance"))')
    assert "EdgeSummaryStatistics" in edge[0]
    assert named == _rows(xray, 'service("payments")')
    assert _rows(xray, 'service("nobody")') == []


def test_five_minutes_hold_the_calls_of_five_single_ones(xray: Boto) -> None:
    def counts(period: int) -> dict[datetime, int]:
        rows = _rows(xray, 'service("cart")', Period=period)
        return {row["Timestamp"]: row["ServiceSummaryStatistics"]["TotalCount"] for row in rows}

    minutes = counts(60)
    [*_, (at, whole), _] = counts(300).items()
    assert whole == sum(minutes[at + timedelta(minutes=number)] for number in range(5))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (_span(7), "longer than 6 hours"),
        ({"StartTime": datetime.now(UTC), "EndTime": datetime.now(UTC) - timedelta(hours=1)}, "before the end time"),
        ({**_span(), "NextToken": "strange"}, "Invalid NextToken"),
    ],
)
def test_what_x_ray_does_not_take_is_refused(xray: Boto, asked: Json, sentence: str) -> None:
    with pytest.raises(ClientError, match=sentence) as refused:
        xray.get_service_graph(**asked)
    assert refused.value.response["Error"]["Code"] == "InvalidRequestException"


@pytest.mark.parametrize("wrong", [{"Period": 90}, {"EntitySelectorExpression": "annotation.x = 1"}])
def test_other_periods_and_expressions_are_refused(xray: Boto, wrong: Json) -> None:
    with pytest.raises(ClientError, match="Invalid"):
        xray.get_time_series_service_statistics(**{**_span(), **wrong})


def test_a_region_that_traces_nothing_answers_empty(client: Clients) -> None:
    other = client("xray", region="eu-central-1")
    assert other.get_service_graph(**_span())["Services"] == []
    assert other.get_time_series_service_statistics(**_span())["TimeSeriesServiceStatistics"] == []
