"""Inspector's description of a finding, in our words."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.findings import ExploitFacts, Finding, Fix, KnownExploited, Package, Severity

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import FindingDetailTypeDef, FindingTypeDef, VulnerablePackageTypeDef

_EC2 = "AWS_EC2_INSTANCE"
_EXPLOIT = {"YES": True, "NO": False}
_SEVERITIES = {severity.value.upper(): severity for severity in Severity}
_FIXES = {fix.value.upper(): fix for fix in Fix}


def finding_of(wire: "FindingTypeDef") -> Finding | None:
    """Read one finding. None: an id or a time is missing, without which nothing can be said or done about it."""
    arn = wire.get("findingArn")
    instance_id = next((each["id"] for each in wire.get("resources", []) if each.get("type") == _EC2), "")
    details = wire.get("packageVulnerabilityDetails")
    vulnerability_id = details.get("vulnerabilityId") if details else ""
    times = _observed(wire)
    if not (arn and instance_id and details and vulnerability_id and times):
        return None
    return Finding(
        arn=arn,
        instance_id=instance_id,
        vulnerability_id=vulnerability_id,
        title=wire.get("title") or vulnerability_id,
        severity=severity_of(wire.get("severity", "")),
        score=wire.get("inspectorScore"),
        epss=wire.get("epss", {}).get("score"),
        exploit_available=_EXPLOIT.get(wire.get("exploitAvailable", "")),
        fix=_FIXES.get(wire.get("fixAvailable", ""), Fix.UNKNOWN),
        packages=tuple(_package_of(each) for each in details.get("vulnerablePackages", [])),
        first_observed=times[0],
        last_observed=times[1],
    )


def severity_of(word: str) -> Severity:
    """Inspector's word as a severity; a word we do not know has not been judged by us either."""
    return _SEVERITIES.get(word, Severity.UNTRIAGED)


def facts_of(wire: "FindingDetailTypeDef") -> ExploitFacts:
    """Read what BatchGetFindingDetails knows about exploitation in the wild."""
    cisa = wire.get("cisaData")
    added, due = (cisa.get("dateAdded"), cisa.get("dateDue")) if cisa else (None, None)
    return ExploitFacts(
        known_exploited=KnownExploited(
            added=added.astimezone(UTC).date() if added else None,
            due=due.astimezone(UTC).date() if due else None,
            action=cisa.get("action", ""),
        )
        if cisa
        else None,
        exploit_observed=bool(wire.get("exploitObserved")),
    )


def _observed(wire: "FindingTypeDef") -> tuple[datetime, datetime] | None:
    first = wire.get("firstObservedAt") or wire.get("lastObservedAt")
    last = wire.get("lastObservedAt") or first
    # botocore tells times in the zone of the machine.
    return (first.astimezone(UTC), last.astimezone(UTC)) if first and last else None


def _package_of(wire: "VulnerablePackageTypeDef") -> Package:
    epoch, release = wire.get("epoch"), wire.get("release")
    fixed = wire.get("fixedInVersion", "")
    return Package(
        name=wire.get("name", "unknown"),
        version=(f"{epoch}:" if epoch else "") + wire.get("version", "") + (f"-{release}" if release else ""),
        # Inspector says "NotAvailable" where the vendor has no fixed version, and writes out the epoch 0.
        fixed_in="" if fixed == "NotAvailable" else fixed.removeprefix("0:"),
        manager=wire.get("packageManager", "OS"),
        arch=wire.get("arch", ""),
        path=wire.get("filePath", ""),
    )
