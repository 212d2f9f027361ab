"""Patches of a Linux machine: missing is what Inspector finds a fix for, installed what the seed lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from sandbox.aws.findings import SEVERITY_ORDER, Finding, Host
from sandbox.aws.scale import stable_fraction
from sandbox.aws.seed.load import systems
from sandbox.aws.seed.model import Package
from sandbox.aws.seed.patches import Story, patches, priority
from sandbox.aws.ssm.patch import Patch, State
from sandbox.aws.ssm.versions import newest

Fix = tuple[Finding, Package]

# https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html
_SEVERITIES = {
    "al2023": {"CRITICAL": "Critical", "HIGH": "Important", "MEDIUM": "Medium", "LOW": "Low"},
    "el9": {"CRITICAL": "Critical", "HIGH": "Important", "MEDIUM": "Moderate", "LOW": "Low"},
}


def linux_patches(host: Host, story: Story, findings: Iterable[Finding], ended: datetime) -> Iterator[Patch]:
    """Every package that has or had a fix, then the packages that are current."""
    fixes = _fixes(findings)
    for name, several in fixes.items():
        yield _fixed(host, story, name, several, ended)
    yield from _current(host, story, fixes, ended)


def installed_versions(host: Host, findings: Iterable[Finding]) -> Mapping[str, str]:
    """The version of each package that Inspector finds vulnerable, by the name that a scan gives it."""
    found = {}
    for name, fixes in _fixes(findings).items():
        _, package = fixes[0]
        release = f"-{package.release}" if package.release else ""
        found[f"{name}.{_arch(host)}"] = f"{_epoch(host, package)}{package.version}{release}"
    return found


def _fixes(findings: Iterable[Finding]) -> Mapping[str, list[Fix]]:
    found: dict[str, list[Fix]] = {}
    for finding in findings:
        for package in finding.issue.packages:
            if package.manager == "OS" and package.fixed:
                found.setdefault(package.name, []).append((finding, package))
    return found


def _fixed(host: Host, story: Story, name: str, fixes: Sequence[Fix], ended: datetime) -> Patch:
    state = _state(story, name, fixes, ended)
    severity = _severity(host, name, [finding for finding, _ in fixes])
    _, package = fixes[0]
    version = newest(each.fixed for _, each in fixes)
    cves = {finding.issue.vulnerability.id for finding, _ in fixes if finding.issue.vulnerability}
    return Patch(
        kb=f"{name}.{_arch(host)}",
        title=f"{name}.{_arch(host)}:{_epoch(host, package)}{version.rpartition(':')[2]}",
        state=state,
        classification="Security",
        severity=severity,
        installed=_installed(state, fixes, ended),
        # https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchComplianceData.html
        cves=tuple(sorted(cves)) if state in ("Missing", "Failed") else (),
    )


def _state(story: Story, name: str, fixes: Sequence[Fix], ended: datetime) -> State:
    if name in story.pending:
        return "InstalledPendingReboot"
    if name in story.failed:
        return "Failed"
    closed = all(finding.status == "CLOSED" and finding.last_at < ended.timestamp() for finding, _ in fixes)
    return "Installed" if closed else "Missing"


def _installed(state: State, fixes: Sequence[Fix], ended: datetime) -> datetime | None:
    if state == "Installed":
        return datetime.fromtimestamp(max(finding.last_at for finding, _ in fixes), UTC)
    return ended if state == "InstalledPendingReboot" else None


def _current(host: Host, story: Story, fixes: Mapping[str, object], ended: datetime) -> Iterator[Patch]:
    listed = patches().installed[_family(host)]
    for known, lines in ((True, listed.known), (False, listed.other)):
        for line in lines:
            name, _, version = line.partition(" ")
            if name not in fixes:
                yield _as_installed(host, story, name, version, ended, known=known)


def _as_installed(host: Host, story: Story, name: str, version: str, ended: datetime, *, known: bool) -> Patch:
    state: State = "Installed" if known else "InstalledOther"
    return Patch(
        kb=f"{name}.{_arch(host)}",
        title=f"{name}.{_arch(host)}:{version}",
        state="InstalledRejected" if name in story.rejected else state,
        classification="Security" if known else "",
        severity=_usual(host, name) if known else "",
        installed=host.launched + (ended - host.launched) * stable_fraction(f"installed/{host.id}/{name}"),
    )


def _severity(host: Host, name: str, findings: Sequence[Finding]) -> str:
    words = _SEVERITIES.get(_family(host))
    if words is None:
        return priority(name)
    rated = [finding.issue.severity for finding in findings if finding.issue.severity in words]
    return words[max(rated, key=SEVERITY_ORDER.index)] if rated else "Unspecified"


def _usual(host: Host, name: str) -> str:
    words = _SEVERITIES.get(_family(host))
    return words["MEDIUM"] if words else priority(name)


def _family(host: Host) -> str:
    system = systems()[host.system]
    return "apt" if system.ssm_name == "Ubuntu" else system.family or host.system


def _arch(host: Host) -> str:
    return systems()[host.system].arch.lower()


def _epoch(host: Host, package: Package) -> str:
    """Titles of rpm always name the epoch, those of Debian packages only where there is one."""
    return f"{package.epoch}:" if package.epoch or _family(host) != "apt" else ""
