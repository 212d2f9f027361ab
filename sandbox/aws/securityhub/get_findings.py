"""GetFindings with the filters of text and time.

https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFindingFilters.html
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.placeholders import filled, names_in, places
from sandbox.aws.errors import AwsError
from sandbox.aws.scale import stable_uuid
from sandbox.aws.seed.watchers import Control, watchers

_DEFAULT_PAGE = 10
_MOST_VALUES = 20
_NORMAL = {"CRITICAL": 90, "HIGH": 70, "MEDIUM": 40, "LOW": 1}
_TEXTS: Mapping[str, Callable[[Mapping[str, Any]], Sequence[str]]] = {
    "AwsAccountId": lambda each: [each["AwsAccountId"]],
    "ComplianceStatus": lambda each: [each["Compliance"]["Status"]],
    "Id": lambda each: [each["Id"]],
    "ProductName": lambda each: [each["ProductName"]],
    "RecordState": lambda each: [each["RecordState"]],
    "ResourceId": lambda each: [one["Id"] for one in each["Resources"]],
    "ResourceType": lambda each: [one["Type"] for one in each["Resources"]],
    "SeverityLabel": lambda each: [each["Severity"]["Label"]],
    "WorkflowStatus": lambda each: [each["Workflow"]["Status"]],
}
_TIMES = ("CreatedAt", "FirstObservedAt", "LastObservedAt", "UpdatedAt")
_DENYING = ("NOT_EQUALS", "PREFIX_NOT_EQUALS", "NOT_CONTAINS")
_MATCH: Mapping[str, Callable[[str, str], bool]] = {
    "EQUALS": lambda value, wanted: value == wanted,
    "PREFIX": lambda value, wanted: value.startswith(wanted),
    "CONTAINS": lambda value, wanted: wanted in value,
}


def get_findings(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """A page of the findings that all filters accept."""
    if not account.enabled:
        message = f"Account {account.id} is not subscribed to AWS Security Hub"
        raise AwsError("InvalidAccessException", message, Code="InvalidAccessException")
    filters = params.get("Filters") or {}
    for name, rules in filters.items():
        _check(name, rules)
    found = [each for each in _controls(account) if all(_fits(each, name, rules) for name, rules in filters.items())]
    for order in reversed(params.get("SortCriteria") or ()):
        found.sort(key=lambda each: _order(each, order["Field"]), reverse=order.get("SortOrder", "asc") == "desc")
    key = paging.query_key({"operation": "securityhub:GetFindings", **params})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError(
            "InvalidInputException", "Invalid parameter 'NextToken'", Code="InvalidInputException"
        ) from error
    shown, following = paging.cut(found, place, params.get("MaxResults", _DEFAULT_PAGE))
    return {"Findings": list(shown), **({"NextToken": paging.token(following, key)} if following else {})}


def _check(name: str, rules: Sequence[Mapping[str, Any]]) -> None:
    if len(rules) > _MOST_VALUES:
        message = f"Filter {name} has more than {_MOST_VALUES} values"
        raise AwsError("InvalidInputException", message, Code="InvalidInputException")
    if name not in _TEXTS and name not in _TIMES:
        message = f"The filter {name} is not imitated here"
        raise AwsError("InvalidInputException", message, Code="InvalidInputException")


def _fits(finding: Mapping[str, Any], name: str, rules: Sequence[Mapping[str, Any]]) -> bool:
    if name in _TIMES:
        return any(rule.get("Start", "") <= finding[name] <= rule.get("End", "9") for rule in rules)
    values = _TEXTS[name](finding)
    denied = [rule for rule in rules if rule["Comparison"] in _DENYING]
    wanted = [rule for rule in rules if rule["Comparison"] not in _DENYING]
    if any(value == rule["Value"] for rule in denied for value in values):
        return False
    return not wanted or any(_MATCH[rule["Comparison"]](value, rule["Value"]) for rule in wanted for value in values)


def _order(finding: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401  any JSON
    return finding["Severity"]["Normalized"] if name == "SeverityNormalized" else str(finding.get(name, ""))


def _controls(account: Account) -> list[dict[str, Any]]:
    names = names_in(account)
    told = (each for each in watchers().control if all(names.text(place) for place in places(each.model_dump())))
    return [_finding(account, Control.model_validate(filled(each.model_dump(), names))) for each in told]


def _finding(account: Account, control: Control) -> dict[str, Any]:
    first, last = (account.started - timedelta(hours=each) for each in (control.first_hours_ago, control.hours_ago))
    arn = f"arn:aws:securityhub:{account.region}:{account.id}:security-control/{control.id}"
    status = "SUPPRESSED" if control.suppressed else "RESOLVED" if control.passed else "NEW"
    remedy = {"Text": "For directions on how to correct this issue, see the documentation.", "Url": control.remedy}
    return {
        "SchemaVersion": "2018-10-08",
        "Id": f"{arn}/finding/{stable_uuid(f'control/{control.id}/{control.resource}')}",
        "ProductArn": f"arn:aws:securityhub:{account.region}::product/aws/securityhub",
        "ProductName": "Security Hub",
        "CompanyName": "AWS",
        "GeneratorId": f"security-control/{control.id}",
        "AwsAccountId": account.id,
        "Types": ["Software and Configuration Checks/Industry and Regulatory Standards"],
        "FirstObservedAt": _iso(first),
        "LastObservedAt": _iso(last),
        "CreatedAt": _iso(first),
        "UpdatedAt": _iso(last),
        "Severity": {"Label": control.severity, "Normalized": _NORMAL[control.severity], "Original": control.severity},
        "Title": control.title,
        "Description": f"This control checks: {control.title}.",
        "Remediation": {"Recommendation": remedy},
        "Resources": [{"Type": control.resource_type, "Id": control.resource, "Region": account.region}],
        "Compliance": {"Status": "PASSED" if control.passed else "FAILED", "SecurityControlId": control.id},
        "WorkflowState": "NEW",
        "Workflow": {"Status": status},
        "RecordState": "ACTIVE",
    }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
