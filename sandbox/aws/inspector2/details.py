"""BatchGetFindingDetails and SearchVulnerabilities: what is known about a vulnerability beyond the finding."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.findings import Finding
from sandbox.aws.issues import midnight, references
from sandbox.aws.seed.load import vulnerabilities
from sandbox.aws.seed.model import Vulnerability

_ACTION = "Apply mitigations per vendor instructions or discontinue use of the product if mitigations are unavailable."
_RANSOMWARE_TTP = "T1486"
_SEEN_AFTER = timedelta(days=3)
_LAST_SEEN_BEFORE = timedelta(days=9)


def batch_get_finding_details(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Details of up to ten findings; what has none is named in `errors`."""
    details, errors = [], []
    for arn in dict.fromkeys(params["findingArns"]):
        finding = account.findings.by_arn.get(arn)
        if finding is not None and finding.issue.vulnerability is not None:
            details.append(_details(finding, finding.issue.vulnerability, account.started))
        else:
            errors.append(_error(arn, account))
    return {"findingDetails": details, "errors": errors}


def search_vulnerabilities(_account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one vulnerability with that id; an empty list when it is not known."""
    wanted = params["filterCriteria"]["vulnerabilityIds"]
    return {"vulnerabilities": [_vulnerability(one) for one in vulnerabilities() if one.id in wanted]}


def _error(arn: str, account: Account) -> Mapping[str, str]:
    if f":{account.id}:" not in arn:
        return {"findingArn": arn, "errorCode": "ACCESS_DENIED", "errorMessage": "The finding is not yours"}
    missing = "FINDING_DETAILS_NOT_FOUND"
    return {"findingArn": arn, "errorCode": missing, "errorMessage": "There are no details of this finding"}


def _details(finding: Finding, vulnerability: Vulnerability, now: datetime) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "findingArn": finding.arn,
        "cwes": list(vulnerability.cwes),
        "referenceUrls": references(vulnerability),
        "evidences": [],
        "tools": [],
        "ttps": [],
    }
    if vulnerability.epss is not None:
        found["epssScore"] = vulnerability.epss
    if vulnerability.cvss is not None:
        found["riskScore"] = _risk(vulnerability)
    if vulnerability.known_exploited:
        found |= _exploited(vulnerability, now)
    return found


def _risk(vulnerability: Vulnerability) -> int:
    known = 20 if vulnerability.known_exploited else 0
    return min(100, round(8 * (vulnerability.cvss or 0)) + known)


def _exploited(vulnerability: Vulnerability, now: datetime) -> Mapping[str, Any]:
    known = vulnerability.known_exploited
    if known is None:
        return {}
    found: dict[str, Any] = {"cisaData": _cisa(vulnerability), "exploitObserved": _observed(vulnerability, now)}
    rule = {"evidenceRule": "CISA_KEV", "evidenceDetail": f"Listed since {known.added}", "severity": "HIGH"}
    found["evidences"] = [rule]
    if known.ransomware:
        found["ttps"] = [_RANSOMWARE_TTP]
    return found


def _cisa(vulnerability: Vulnerability) -> Mapping[str, Any]:
    known = vulnerability.known_exploited
    if known is None:
        return {}
    return {"dateAdded": midnight(known.added), "dateDue": midnight(known.due), "action": _ACTION}


def _observed(vulnerability: Vulnerability, now: datetime) -> Mapping[str, Any]:
    known = vulnerability.known_exploited
    first = midnight(known.added if known else vulnerability.published) - _SEEN_AFTER
    return {"firstSeen": first, "lastSeen": now - _LAST_SEEN_BEFORE}


def _vulnerability(one: Vulnerability) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "id": one.id,
        "source": "NVD",
        "description": one.description,
        "cwes": list(one.cwes),
        "referenceUrls": references(one),
        "relatedVulnerabilities": list(one.related),
        "sourceUrl": references(one)[0],
        "vendorCreatedAt": midnight(one.published),
    }
    if one.cvss is not None and one.vector:
        found["cvss3"] = {"baseScore": one.cvss, "scoringVector": one.vector}
    if one.epss is not None:
        found["epss"] = {"score": one.epss}
    if one.known_exploited:
        found["cisaData"] = _cisa(one)
    return found
