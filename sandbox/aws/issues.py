"""Builds the issues of the account: vulnerable packages per system, and ports open to the internet."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sandbox.aws.findings import Host, Issue, Port, members
from sandbox.aws.seed.load import systems
from sandbox.aws.seed.model import Package, Reachable, System, Vulnerability

# What Inspector puts in place of a version while nobody has published a fix.
_NO_FIX = "NotAvailable"
_NVD = "https://nvd.nist.gov/vuln/detail/"


def family_packages(vulnerability: Vulnerability, system_key: str) -> tuple[Package, ...]:
    """The vulnerable packages on a system; empty when it is not affected."""
    family = systems()[system_key].family or system_key
    return vulnerability.packages.get(family, vulnerability.packages.get("any", ()))


def package_issue(vulnerability: Vulnerability, system_key: str, variant: int) -> Issue:
    """The issue a vulnerability is on a system; variants above 0 are further copies of the packages."""
    system = systems()[system_key]
    packages = tuple(_variant(package, variant) for package in family_packages(vulnerability, system_key))
    source = system.source if all(package.manager == "OS" for package in packages) else "NVD"
    fix = _fix(packages)
    title = _title(vulnerability, packages)
    exploit = "YES" if vulnerability.exploit else "NO"
    values: dict[str, Any] = {
        "type": "PACKAGE_VULNERABILITY",
        "title": title,
        "description": vulnerability.description,
        "severity": vulnerability.severity,
        "remediation": {"recommendation": {"text": _recommendation(packages)}},
        "exploitAvailable": exploit,
        "fixAvailable": fix,
        "packageVulnerabilityDetails": _details(vulnerability, packages, system, source),
        **_scores(vulnerability),
    }
    return Issue(
        type="PACKAGE_VULNERABILITY",
        title=title,
        severity=vulnerability.severity,
        score=vulnerability.cvss,
        epss=vulnerability.epss,
        exploit=exploit,
        fix=fix,
        members=members(values),
        vulnerability=vulnerability,
        source=source,
        vendor_severity=_vendor_severity(vulnerability),
        packages=packages,
        arch=system.arch,
    )


def network_issue(reachable: Reachable, host: Host, steps: tuple[tuple[str, str], ...]) -> Issue:
    """A port of a public host that the internet reaches."""
    title = f"Port {reachable.port} is reachable from an Internet Gateway - TCP"
    text = f"On the instance {host.id}, the port {reachable.port} is reachable from an internet gateway."
    advice = "Restrict the security group or the network ACL to the addresses that need this port."
    path = [{"componentId": component, "componentType": kind} for component, kind in steps]
    values: dict[str, Any] = {
        "type": "NETWORK_REACHABILITY",
        "title": title,
        "description": text,
        "severity": reachable.severity,
        "inspectorScore": reachable.score,
        "remediation": {"recommendation": {"text": advice}},
        "networkReachabilityDetails": {
            "openPortRange": {"begin": reachable.port, "end": reachable.port},
            "protocol": "TCP",
            "networkPath": {"steps": path},
        },
    }
    port = Port(reachable.port, steps)
    severity, score = reachable.severity, reachable.score
    return Issue("NETWORK_REACHABILITY", title, severity, score, None, "", "", members(values), port=port)


def _variant(package: Package, number: int) -> Package:
    if number == 0:
        return package
    if package.path:
        return package.model_copy(update={"path": f"/srv/copy-{number}{package.path}"})
    return package.model_copy(update={"release": f"{package.release or '0'}.{number}"})


def _fix(packages: tuple[Package, ...]) -> str:
    fixed = [bool(package.fixed) for package in packages]
    if all(fixed):
        return "YES"
    return "PARTIAL" if any(fixed) else "NO"


def _title(vulnerability: Vulnerability, packages: tuple[Package, ...]) -> str:
    names = list(dict.fromkeys(package.name for package in packages))
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{vulnerability.id} - {names[0]}{more}"


def _recommendation(packages: tuple[Package, ...]) -> str:
    if not any(package.fixed for package in packages):
        return "None Provided"
    return "Update the packages listed in this finding to the version in which they are fixed."


def _scores(vulnerability: Vulnerability) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if vulnerability.cvss is not None:
        found["inspectorScore"] = vulnerability.cvss
        if vulnerability.vector:
            cvss = {"scoreSource": "NVD", "cvssSource": "NVD", "version": "3.1", "score": vulnerability.cvss}
            adjusted = {**cvss, "scoringVector": vulnerability.vector}
            found["inspectorScoreDetails"] = {"adjustedCvss": adjusted}
    if vulnerability.epss is not None:
        found["epss"] = {"score": vulnerability.epss}
    if vulnerability.exploit:
        found["exploitabilityDetails"] = {"lastKnownExploitAt": _last_exploit(vulnerability)}
    return found


def _last_exploit(vulnerability: Vulnerability) -> datetime:
    known = vulnerability.known_exploited
    return midnight(known.added if known else vulnerability.published)


def midnight(day: date) -> datetime:
    """The start of a day in UTC."""
    return datetime.combine(day, time(), UTC)


def _details(
    vulnerability: Vulnerability, packages: tuple[Package, ...], system: System, source: str
) -> dict[str, Any]:
    advisory = system.advisory.format(id=vulnerability.id) if source != "NVD" else _NVD + vulnerability.id
    details: dict[str, Any] = {
        "vulnerabilityId": vulnerability.id,
        "source": source,
        "sourceUrl": advisory,
        "cvss": list(_cvss(vulnerability)),
        "relatedVulnerabilities": list(vulnerability.related),
        "referenceUrls": references(vulnerability),
        "vendorCreatedAt": midnight(vulnerability.published),
        "vendorUpdatedAt": _last_exploit(vulnerability),
        "vulnerablePackages": [_package(package, system) for package in packages],
    }
    severity = _vendor_severity(vulnerability)
    return {**details, "vendorSeverity": severity} if severity else details


def _cvss(vulnerability: Vulnerability) -> Iterator[dict[str, Any]]:
    if vulnerability.cvss is not None and vulnerability.vector:
        base, vector = vulnerability.cvss, vulnerability.vector
        yield {"baseScore": base, "scoringVector": vector, "version": "3.1", "source": "NVD"}


def _vendor_severity(vulnerability: Vulnerability) -> str:
    if vulnerability.severity == "UNTRIAGED":
        return ""
    return vulnerability.vendor_severity or vulnerability.severity.capitalize()


def references(vulnerability: Vulnerability) -> list[str]:
    """Public pages about a vulnerability."""
    catalogue = "https://www.cisa.gov/known-exploited-vulnerabilities-catalog"
    return [_NVD + vulnerability.id, *([catalogue] if vulnerability.known_exploited else [])]


def _package(package: Package, system: System) -> dict[str, Any]:
    os_package = package.manager == "OS"
    values: dict[str, Any] = {"name": package.name, "version": package.version, "packageManager": package.manager}
    if os_package:
        values |= {"epoch": package.epoch, "arch": system.arch}
    if package.release:
        values["release"] = package.release
    if package.path:
        values["filePath"] = package.path
    return {**values, **_remedy(package, system)}


def _remedy(package: Package, system: System) -> dict[str, str]:
    if not package.fixed:
        return {"fixedInVersion": _NO_FIX}
    if package.manager != "OS":
        text = f"Update {package.name} to {package.fixed}"
        return {"fixedInVersion": package.fixed, "remediation": text}
    # Inspector writes the epoch before the version of every package of Linux, a zero too.
    bare = ":" in package.fixed or system.ssm_type == "Windows"
    fixed = package.fixed if bare else f"{package.epoch}:{package.fixed}"
    return {"fixedInVersion": fixed, "remediation": system.remedy.format(name=package.name)}
