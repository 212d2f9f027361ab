import pytest

from sandbox.aws.cloudwatch.queries import Query, ordered, read
from sandbox.aws.errors import AwsError
from tests.sandbox.aws.clients import Json

NOW = 1_800_000_000


def metric(query_id: str, name: str = "CPUUtilization") -> Json:
    stat = {"Metric": {"Namespace": "AWS/EC2", "MetricName": name}, "Period": 300, "Stat": "Average"}
    return {"Id": query_id, "MetricStat": stat}


def asked(*queries: Json) -> list[Query]:
    return read({"MetricDataQueries": queries, "StartTime": NOW - 3_600, "EndTime": NOW}, NOW)


def test_operands_come_before_what_uses_them() -> None:
    queries = asked({"Id": "e2", "Expression": "e1 * 2"}, {"Id": "e1", "Expression": "m + m"}, metric("m"))
    found = ordered(queries[:1], {query.id: query for query in queries})
    assert [query.id for query in found] == ["m", "e1", "e2"]


def test_expressions_on_expressions_stay_quick() -> None:
    chain = [{"Id": f"e{n}", "Expression": f"e{n - 1} + e{n - 1}"} for n in range(1, 300)]
    assert len(asked({"Id": "e0", "Expression": "m"}, *chain, metric("m"))) == 301


def test_a_label_is_the_name_until_two_are_the_same() -> None:
    assert [query.label for query in asked(metric("a"), metric("b", "NetworkIn"))] == ["CPUUtilization", "NetworkIn"]
    assert asked(metric("a"), metric("b"))[0].label == "CPUUtilization Average"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(AwsError, match=r"member\.1\.(.|\n)*member\.2\."):
        asked({"Id": "A"}, {"Id": "b"})
