"""Which instances Inspector scans."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from datetime import UTC
from typing import TYPE_CHECKING

from core.fleet import Coverage
from services.aws.chunks import chunks
from services.aws.crew import side_by_side
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import (
        CoverageFilterCriteriaTypeDef,
        CoverageStringFilterTypeDef,
        CoveredResourceTypeDef,
        ListCoverageRequestTypeDef,
        ListCoverageResponseTypeDef,
    )

# https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListCoverage.html and API_CoverageFilterCriteria.html
PAGE_SIZE = 200
FILTER_VALUES = 10
UNLISTED = Coverage(scanned=False, reason="NOT_COVERED")
# Reasons that leave the operating system's packages scanned: only language packages are missing. All others, also
# beside an ACTIVE status (PENDING_INITIAL_SCAN, STALE_INVENTORY), mean that today's findings are not known.
_SEES_PACKAGES = ("SUCCESSFUL", "SCAN_IN_PROGRESS", "DEEP_INSPECTION_")


def coverage(aws: Aws, pool: Executor, instance_ids: Sequence[str]) -> dict[str, Coverage]:
    """Ask ten ids at a time, or for all that Inspector lists. An id that it does not list is NOT_COVERED.

    Raises:
        Upstream: Inspector did not answer in full.
    """
    account = aws.account
    asked: list[list[str]] = list(chunks(instance_ids, FILTER_VALUES)) or [[]]
    covered: dict[str, Coverage] = dict.fromkeys(instance_ids, UNLISTED)
    for resources in side_by_side(pool, lambda ids: _listed(aws, _criteria(account, ids)), asked, "ListCoverage"):
        for resource in resources:
            name, told = resource["resourceId"], coverage_of(resource)
            # An instance may be listed once for each way of scanning; one that works is enough.
            if told.scanned or covered.get(name, UNLISTED) is UNLISTED:
                covered[name] = told
    return covered


def coverage_of(resource: "CoveredResourceTypeDef") -> Coverage:
    """Read one row. A row without a status says nothing about scanning, so it is not covered."""
    status = resource.get("scanStatus")
    scanned_at = resource.get("lastScannedAt")
    last = scanned_at.astimezone(UTC) if scanned_at else None
    if not status:
        return Coverage(scanned=False, reason="UNKNOWN", last_scanned=last)
    reason: str = status["reason"]
    return Coverage(
        scanned=status["statusCode"] == "ACTIVE" and reason.startswith(_SEES_PACKAGES),
        reason="" if reason == "SUCCESSFUL" else reason,
        last_scanned=last,
    )


def _listed(aws: Aws, wanted: "CoverageFilterCriteriaTypeDef") -> "list[CoveredResourceTypeDef]":
    request: ListCoverageRequestTypeDef = {"filterCriteria": wanted, "maxResults": PAGE_SIZE}

    def ask(token: str) -> "ListCoverageResponseTypeDef":
        with aws.asking("inspector2", "ListCoverage"):
            return aws.client("inspector2").list_coverage(**({**request, "nextToken": token} if token else request))

    return [resource for page in every_page(ask) for resource in page.get("coveredResources", [])]


def _criteria(account: str, instance_ids: list[str]) -> "CoverageFilterCriteriaTypeDef":
    wanted: CoverageFilterCriteriaTypeDef = {
        "resourceType": _equals(["AWS_EC2_INSTANCE"]),
        "scanType": _equals(["PACKAGE"]),
        "accountId": _equals([account]),
    }
    if instance_ids:
        wanted["resourceId"] = _equals(instance_ids)
    return wanted


def _equals(values: Iterable[str]) -> "list[CoverageStringFilterTypeDef]":
    return [{"comparison": "EQUALS", "value": value} for value in values]
