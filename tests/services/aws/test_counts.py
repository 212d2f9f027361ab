from typing import Any

import pytest

from core.errors import Upstream
from core.findings import Severity, SeverityCounts
from services.aws.counts import counts_of, instance_counts
from services.aws.inspector import Inspector
from services.aws.session import Aws
from tests.services.aws.wire import ACCOUNT, Wire, aws_error, fails, paged, wire_finding

COUNTS = {"all": 21, "critical": 1, "high": 2, "medium": 3, "low": 4, "informational": 5, "untriaged": 6}


def by_type(**counts: int) -> dict[str, Any]:
    return {"findingTypeAggregation": {"accountId": ACCOUNT, "severityCounts": counts}}


def by_instance(name: str, **counts: int) -> dict[str, Any]:
    return {"ec2InstanceAggregation": {"instanceId": name, "severityCounts": counts}}


def test_the_fleet_is_counted_by_the_service(inspector: Inspector, wire: Wire) -> None:
    wire.on(
        "inspector2",
        "ListFindingAggregations",
        paged("responses", [[by_type(**COUNTS)]], aggregationType="FINDING_TYPE"),
    )
    assert inspector.counts() == SeverityCounts(critical=1, high=2, medium=3, other=15)
    request = wire.asked[0]["aggregationRequest"]["findingTypeAggregation"]
    assert request == {"findingType": "PACKAGE_VULNERABILITY", "resourceType": "AWS_EC2_INSTANCE"}
    assert wire.asked[0]["accountIds"] == [{"comparison": "EQUALS", "value": ACCOUNT}]


def test_rows_of_several_pages_are_summed(inspector: Inspector, wire: Wire) -> None:
    rows = [[by_type(critical=1, all=1)], [], [by_type(critical=2, all=2)]]
    wire.on("inspector2", "ListFindingAggregations", paged("responses", rows, aggregationType="FINDING_TYPE"))
    assert inspector.counts().critical == 3


def test_no_rows_are_no_findings(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindingAggregations", paged("responses", [[]], aggregationType="FINDING_TYPE"))
    assert inspector.counts().total == 0


def test_no_answer_is_not_zero(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindingAggregations", fails(aws_error("InternalServerException", status=500)))
    with pytest.raises(Upstream):
        inspector.counts()


def test_each_instance_has_its_counts(aws: Aws, wire: Wire) -> None:
    rows = [[by_instance("i-1", critical=1)], [by_instance("i-2", high=2)]]
    wire.on("inspector2", "ListFindingAggregations", paged("responses", rows, aggregationType="FINDING_TYPE"))
    assert instance_counts(aws) == {"i-1": SeverityCounts(critical=1), "i-2": SeverityCounts(high=2)}


def test_a_severity_from_tomorrow_is_counted_as_other() -> None:
    assert counts_of({"all": 5, "critical": 1, "low": 1}) == SeverityCounts(critical=1, other=4)


def test_only_the_severities_asked_for_are_counted() -> None:
    told: Any = COUNTS
    assert counts_of(told, frozenset({Severity.HIGH, Severity.UNTRIAGED})) == SeverityCounts(high=2, other=6)


def test_reachable_ports_are_not_counted_as_vulnerable_packages(aws: Aws, wire: Wire) -> None:
    row = by_instance("i-1", critical=1, high=3, all=4)
    row["ec2InstanceAggregation"]["networkFindings"] = 2
    wire.on("inspector2", "ListFindingAggregations", paged("responses", [[row]], aggregationType="AWS_EC2_INSTANCE"))
    ports = [wire_finding(number, "HIGH", "i-1") for number in range(2)]
    wire.on("inspector2", "ListFindings", paged("findings", [ports]))
    assert instance_counts(aws) == {"i-1": SeverityCounts(critical=1, high=1)}
    assert wire.asked[1]["filterCriteria"]["findingType"][0]["value"] == "NETWORK_REACHABILITY"
