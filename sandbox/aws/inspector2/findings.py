"""ListFindings."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.findings import SEVERITY_ORDER, Finding, FindingIndex
from sandbox.aws.inspector2.filters import select
from sandbox.aws.inspector2.pages import page
from sandbox.aws.paging import query_key
from sandbox.aws.wire import Encoded

_DEFAULT_PAGE = 25
_SORT_KEYS: Mapping[str, Callable[[Finding], Any]] = {
    "AWS_ACCOUNT_ID": lambda one: one.host.account,
    "EPSS_SCORE": lambda one: -1.0 if one.issue.epss is None else one.issue.epss,
    "FINDING_STATUS": lambda one: one.status,
    "FINDING_TYPE": lambda one: one.issue.type,
    "FIRST_OBSERVED_AT": lambda one: one.first_at,
    "INSPECTOR_SCORE": lambda one: -1.0 if one.issue.score is None else one.issue.score,
    "LAST_OBSERVED_AT": lambda one: one.last_at,
    "SEVERITY": lambda one: SEVERITY_ORDER.index(one.issue.severity),
    "VENDOR_SEVERITY": lambda one: one.issue.vendor_severity,
    "VULNERABILITY_ID": lambda one: one.issue.vulnerability.id if one.issue.vulnerability else "",
    "VULNERABILITY_SOURCE": lambda one: one.issue.source,
}


def list_findings(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Findings that match every filter, in ARN order unless the request sorts."""
    found = account.findings.remembered.get(("ListFindings", query_key(params)), lambda: _run(account.findings, params))
    shown, following = page(found, params, operation="ListFindings", default=_DEFAULT_PAGE)
    return {"findings": Encoded(tuple(one.json() for one in shown)), **following}


def _run(index: FindingIndex, params: Mapping[str, Any]) -> Sequence[Finding]:
    found = select(index, params.get("filterCriteria", {}))
    order = params.get("sortCriteria")
    key = _SORT_KEYS.get(order["field"]) if order else None
    return sorted(found, key=key, reverse=order["sortOrder"] == "DESC") if order and key else found
