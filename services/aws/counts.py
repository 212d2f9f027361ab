"""How many findings there are, counted by Inspector instead of listed."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from core.findings import SeverityCounts
from services.aws.chunks import chunks
from services.aws.filters import FILTER_VALUES, equals
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.literals import AggregationTypeType
    from mypy_boto3_inspector2.type_defs import (
        AggregationRequestTypeDef,
        AggregationResponseTypeDef,
        Ec2InstanceAggregationTypeDef,
        SeverityCountsTypeDef,
    )

# https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindingAggregations.html
PAGE_SIZE = 100


def fleet_counts(aws: Aws) -> SeverityCounts:
    """Count the package vulnerabilities of all instances of the account."""
    request: AggregationRequestTypeDef = {
        "findingTypeAggregation": {"findingType": "PACKAGE_VULNERABILITY", "resourceType": "AWS_EC2_INSTANCE"}
    }
    rows = _rows(aws, "FINDING_TYPE", request)
    return _sum(counts_of(row["findingTypeAggregation"].get("severityCounts", {})) for row in rows)


def instance_counts(aws: Aws, pool: Executor, instance_ids: Sequence[str]) -> dict[str, SeverityCounts]:
    """Count by instance, ten ids at a time or all."""
    asked: list[list[str]] = list(chunks(instance_ids, FILTER_VALUES)) or [[]]
    return {
        row["ec2InstanceAggregation"]["instanceId"]: counts_of(row["ec2InstanceAggregation"].get("severityCounts", {}))
        for rows in pool.map(lambda ids: _rows(aws, "AWS_EC2_INSTANCE", _by_instance(ids)), asked)
        for row in rows
    }


def counts_of(wire: "SeverityCountsTypeDef") -> SeverityCounts:
    """Read Inspector's counts; a severity that it leaves out has none."""
    critical, high, medium = wire.get("critical", 0), wire.get("high", 0), wire.get("medium", 0)
    named = wire.get("low", 0) + wire.get("informational", 0) + wire.get("untriaged", 0)
    # `all` also counts severities that are newer than this code.
    unnamed = wire.get("all", 0) - critical - high - medium
    return SeverityCounts(critical=critical, high=high, medium=medium, other=max(named, unnamed))


def _rows(
    aws: Aws, kind: "AggregationTypeType", request: "AggregationRequestTypeDef"
) -> "list[AggregationResponseTypeDef]":
    account = aws.account
    with aws.asking("inspector2", "ListFindingAggregations"):
        pages = (
            aws.client("inspector2")
            .get_paginator("list_finding_aggregations")
            .paginate(
                aggregationType=kind,
                accountIds=equals([account]),
                aggregationRequest=request,
                PaginationConfig={"PageSize": PAGE_SIZE},
            )
        )
        return [row for page in pages for row in page.get("responses", [])]


def _by_instance(instance_ids: list[str]) -> "AggregationRequestTypeDef":
    wanted: Ec2InstanceAggregationTypeDef = {"sortBy": "CRITICAL", "sortOrder": "DESC"}
    if instance_ids:
        wanted["instanceIds"] = equals(instance_ids)
    return {"ec2InstanceAggregation": wanted}


def _sum(rows: Iterable[SeverityCounts]) -> SeverityCounts:
    told = list(rows)
    return SeverityCounts(
        critical=sum(row.critical for row in told),
        high=sum(row.high for row in told),
        medium=sum(row.medium for row in told),
        other=sum(row.other for row in told),
    )
