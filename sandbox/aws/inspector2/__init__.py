"""Amazon Inspector: the operations moto lacks, by name."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.inspector2.aggregations import list_finding_aggregations
from sandbox.aws.inspector2.coverage import list_coverage, list_coverage_statistics
from sandbox.aws.inspector2.details import batch_get_finding_details, search_vulnerabilities
from sandbox.aws.inspector2.findings import list_findings
from sandbox.aws.inspector2.status import batch_get_account_status, get_configuration

INSPECTOR2: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "BatchGetAccountStatus": batch_get_account_status,
    "BatchGetFindingDetails": batch_get_finding_details,
    "GetConfiguration": get_configuration,
    "ListCoverage": list_coverage,
    "ListCoverageStatistics": list_coverage_statistics,
    "ListFindingAggregations": list_finding_aggregations,
    "ListFindings": list_findings,
    "SearchVulnerabilities": search_vulnerabilities,
}
