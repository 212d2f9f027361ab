"""How many findings there are, counted by Inspector instead of listed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.findings import Severity, SeverityCounts
from services.aws.filters import equals
from services.aws.finding import severity_of
from services.aws.pages import finding_pages
from services.aws.persistence import every_page
from services.aws.portions import Portion
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.literals import AggregationTypeType
    from mypy_boto3_inspector2.type_defs import (
        AggregationRequestTypeDef,
        AggregationResponseTypeDef,
        ListFindingAggregationsRequestTypeDef,
        ListFindingAggregationsResponseTypeDef,
        SeverityCountsTypeDef,
    )

# https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindingAggregations.html
PAGE_SIZE = 100
_BY_INSTANCE: "AggregationRequestTypeDef" = {"ec2InstanceAggregation": {"sortBy": "CRITICAL", "sortOrder": "DESC"}}
_EVERY = frozenset(Severity)
_NAMED = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)


def fleet_counts(aws: Aws, severities: Iterable[Severity] = Severity) -> SeverityCounts:
    """Count the package vulnerabilities of these severities of all instances of the account."""
    request: AggregationRequestTypeDef = {
        "findingTypeAggregation": {"findingType": "PACKAGE_VULNERABILITY", "resourceType": "AWS_EC2_INSTANCE"}
    }
    rows = _rows(aws, "FINDING_TYPE", request)
    wanted = frozenset(severities)
    return _sum(counts_of(row["findingTypeAggregation"].get("severityCounts", {}), wanted) for row in rows)


def instance_counts(aws: Aws, severities: Iterable[Severity] = Severity) -> dict[str, SeverityCounts]:
    """Count by instance, by id; instances without any may be left out."""
    wanted = frozenset(severities)
    rows = [row["ec2InstanceAggregation"] for row in _rows(aws, "AWS_EC2_INSTANCE", _BY_INSTANCE)]
    reachable = _reachable(aws, wanted) if any(row.get("networkFindings") for row in rows) else {}
    return {
        row["instanceId"]: _without(
            counts_of(row.get("severityCounts", {}), wanted), reachable.get(row["instanceId"], [])
        )
        for row in rows
    }


def instances_with_findings(aws: Aws) -> list[str]:
    """The ids of all instances that have any findings."""
    return [row["ec2InstanceAggregation"]["instanceId"] for row in _rows(aws, "AWS_EC2_INSTANCE", _BY_INSTANCE)]


def counts_of(wire: "SeverityCountsTypeDef", severities: frozenset[Severity] = _EVERY) -> SeverityCounts:
    """Read Inspector's counts of these severities; a severity that it leaves out has none."""
    counts = {
        Severity.CRITICAL: wire.get("critical", 0),
        Severity.HIGH: wire.get("high", 0),
        Severity.MEDIUM: wire.get("medium", 0),
        Severity.LOW: wire.get("low", 0),
        Severity.INFORMATIONAL: wire.get("informational", 0),
        Severity.UNTRIAGED: wire.get("untriaged", 0),
    }
    # `all` also counts severities that are newer than this code, which nobody here has judged.
    counts[Severity.UNTRIAGED] += max(0, wire.get("all", 0) - sum(counts.values()))
    told = {severity: count for severity, count in counts.items() if severity in severities}
    named = {severity.value: told.pop(severity, 0) for severity in _NAMED}
    return SeverityCounts(**named, other=sum(told.values()))


def _reachable(aws: Aws, severities: frozenset[Severity]) -> dict[str, list[Severity]]:
    """The findings about network reachability, which the aggregation by instance cannot leave out."""
    found: dict[str, list[Severity]] = {}
    for page, _ in finding_pages(aws, Portion((), ()), "NETWORK_REACHABILITY"):
        for wire in page:
            severity = severity_of(wire.get("severity", ""))
            if severity in severities:
                found.setdefault(wire["resources"][0]["id"], []).append(severity)
    return found


def _without(counts: SeverityCounts, others: Iterable[Severity]) -> SeverityCounts:
    less = SeverityCounts.of(others)
    # Never below zero, as the two were counted at different moments.
    return SeverityCounts(
        critical=max(0, counts.critical - less.critical),
        high=max(0, counts.high - less.high),
        medium=max(0, counts.medium - less.medium),
        other=max(0, counts.other - less.other),
    )


def _rows(
    aws: Aws, kind: "AggregationTypeType", request: "AggregationRequestTypeDef"
) -> "list[AggregationResponseTypeDef]":
    wanted: ListFindingAggregationsRequestTypeDef = {
        "aggregationType": kind,
        "accountIds": equals([aws.account]),
        "aggregationRequest": request,
        "maxResults": PAGE_SIZE,
    }

    def ask(token: str) -> "ListFindingAggregationsResponseTypeDef":
        following = {**wanted, "nextToken": token} if token else wanted
        with aws.asking("inspector2", "ListFindingAggregations"):
            return aws.client("inspector2").list_finding_aggregations(**following)

    return [row for page in every_page(ask) for row in page.get("responses", [])]


def _sum(rows: Iterable[SeverityCounts]) -> SeverityCounts:
    told = list(rows)
    return SeverityCounts(
        critical=sum(row.critical for row in told),
        high=sum(row.high for row in told),
        medium=sum(row.medium for row in told),
        other=sum(row.other for row in told),
    )
