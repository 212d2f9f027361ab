"""How urgent a finding is, and how much risk an instance carries.

The tiers follow what exploitation in the wild tells (CISA KEV, EPSS) before what a score says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from math import exp
from typing import Protocol

from core.findings import Finding, Fix, KnownExploited, Package, Severity
from core.fleet import Instance
from core.model import Model


class Priority(StrEnum):
    """P0 is exploited in the wild; P1 likely to be, here; P2 severe; P3 the rest."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


_LIKELY_EPSS = 0.1
_SEVERE_SCORE = 7.0
_SEVERE = frozenset({Severity.CRITICAL, Severity.HIGH})
# An instance's score lies in the band of its worst tier; more findings move it up inside that band.
_BAND = {Priority.P0: (80, 20), Priority.P1: (55, 24), Priority.P2: (30, 24), Priority.P3: (5, 24)}
_WEIGHT = {Priority.P0: 4.0, Priority.P1: 2.0, Priority.P2: 1.0, Priority.P3: 0.25}
_FILL = 40.0
_SEVERITY_ORDER = {severity: rank for rank, severity in enumerate(Severity)}


class Weighable(Protocol):
    """What the urgency of a finding depends on; see `core.findings.Finding`."""

    @property
    def severity(self) -> Severity:
        """Inspector's severity."""
        ...

    @property
    def score(self) -> float | None:
        """Inspector's score, 0 to 10."""
        ...

    @property
    def epss(self) -> float | None:
        """The probability of exploitation within 30 days."""
        ...

    @property
    def exploit_available(self) -> bool | None:
        """Whether an exploit is public."""
        ...

    @property
    def known_exploited(self) -> KnownExploited | None:
        """CISA's entry."""
        ...

    @property
    def exploit_observed(self) -> bool:
        """Whether Inspector saw it exploited."""
        ...

    @property
    def facts_known(self) -> bool:
        """Whether the two before could be asked for."""
        ...


class Group(Model):
    """The findings that one action closes: a package in one version range, on one or more instances.

    `why` holds half a line per reason, the weightiest first. `due` is CISA's earliest due date where one is known.
    `worst_arn` and `instance_ids[0]` are of the most urgent finding.
    """

    package: str
    installed: str
    fixed_in: str
    manager: str
    instance_ids: tuple[str, ...]
    vulnerability_ids: tuple[str, ...]
    finding_count: int
    worst_arn: str
    severity: Severity
    priority: Priority
    known_exploited: bool
    exposed: bool
    due: date | None
    fix: Fix
    os_managed: bool
    why: tuple[str, ...]


def severe(finding: Weighable) -> bool:
    """Whether the score, or without one the severity, is high; nobody having judged it counts as severe."""
    if finding.score is not None:
        return finding.score >= _SEVERE_SCORE
    return finding.severity in _SEVERE or finding.severity is Severity.UNTRIAGED


def priority(finding: Weighable, instance: Instance | None) -> Priority:
    """The tier of one finding on its instance; an instance we know nothing of counts as not exposed."""
    exposed = _exposed(instance)
    raised = exposed or bool(instance and instance.production)
    likely = bool(finding.exploit_available) or (finding.epss or 0) >= _LIKELY_EPSS
    if finding.known_exploited or finding.exploit_observed:
        return Priority.P0
    if likely and (severe(finding) or exposed):
        return Priority.P1
    if severe(finding):
        return Priority.P1 if raised and finding.severity is Severity.CRITICAL else Priority.P2
    return Priority.P2 if raised and likely else Priority.P3


def reasons(finding: Weighable, instance: Instance | None, today: date) -> list[str]:
    """Why this finding matters, the weightiest reason first, each half a line."""
    said = []
    if finding.known_exploited:
        said.append(_known_exploited(finding.known_exploited.due, today))
    elif finding.exploit_observed:
        said.append("exploitation observed")
    elif not finding.facts_known:
        said.append("exploitation in the wild: not known")
    if finding.exploit_available:
        said.append("public exploit")
    if finding.epss is not None and finding.epss >= _LIKELY_EPSS / 10:
        said.append(f"EPSS {finding.epss:.2f}")
    said.append(f"score {finding.score:.1f}" if finding.score is not None else "no score yet")
    if instance and instance.exposed:
        said.append("reachable from the internet")
    return said


def _known_exploited(due: date | None, today: date) -> str:
    if due is None:
        return "known exploited"
    days = (today - due).days
    said = f"known exploited, due {due:%-d %b %Y}"
    return f"{said}, {days} day{'' if days == 1 else 's'} overdue" if days > 0 else said


def remedy_note(package: Package | None, fix: Fix, fixed_in: str) -> str:
    """Whether and how it can be mended, half a line; `fixed_in` is the version that closes the whole group."""
    match fix:
        case Fix.NO:
            return "no fix available"
        case Fix.PARTIAL:
            note = "fixed for some packages only"
        case Fix.YES:
            note = f"fixed in {fixed_in}" if fixed_in else "fix available"
        case Fix.UNKNOWN:
            note = "fix not known"
    if package and not package.os_managed:
        note += f", not by the OS package manager ({package.manager.lower()})"
    return note


def groups(findings: Iterable[Finding], instances: Mapping[str, Instance], now: datetime) -> tuple[Group, ...]:
    """Findings grouped by what one action would close, most urgent first; empty for none."""
    buckets: dict[tuple[str, str, bool], list[tuple[Finding, Package | None]]] = defaultdict(list)
    for finding in findings:
        package = finding.packages[0] if finding.packages else None
        name = package.name if package else finding.vulnerability_id
        buckets[name, package.manager if package else "", finding.fix is not Fix.NO].append((finding, package))
    made = [_group(name, members, instances, now.date()) for (name, _, _), members in buckets.items()]
    return tuple(sorted(made, key=_urgency))


def _group(
    name: str,
    members: list[tuple[Finding, Package | None]],
    instances: Mapping[str, Instance],
    today: date,
) -> Group:
    members = sorted(members, key=lambda member: finding_rank(member[0], instances))
    worst, package = members[0]
    fixed_in = max((each.fixed_in for _, each in members if each), key=version_key, default="")
    dues = [finding.known_exploited.due for finding, _ in members if finding.known_exploited]
    return Group(
        package=name,
        installed=package.version if package else "",
        fixed_in=fixed_in,
        manager=package.manager if package else "",
        instance_ids=tuple(dict.fromkeys(finding.instance_id for finding, _ in members)),
        vulnerability_ids=tuple(dict.fromkeys(finding.vulnerability_id for finding, _ in members)),
        finding_count=len(members),
        worst_arn=worst.arn,
        severity=min((finding.severity for finding, _ in members), key=_SEVERITY_ORDER.__getitem__),
        priority=priority(worst, instances.get(worst.instance_id)),
        known_exploited=bool(dues),
        exposed=any(_exposed(instances.get(finding.instance_id)) for finding, _ in members),
        due=min((due for due in dues if due), default=None),
        fix=worst.fix,
        os_managed=package.os_managed if package else False,
        why=(*reasons(worst, instances.get(worst.instance_id), today), remedy_note(package, worst.fix, fixed_in)),
    )


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts 3.0.10 after 3.0.9; no substitute for a package manager's own order."""
    pieces = version.replace("-", ".").replace(":", ".").replace("~", ".").split(".")
    return tuple((int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces)


def finding_rank(finding: Finding, instances: Mapping[str, Instance]) -> tuple[str, bool, int, float, float, str]:
    """A sort key: the most urgent finding first."""
    instance = instances.get(finding.instance_id)
    return (
        priority(finding, instance),
        not _exposed(instance),
        _SEVERITY_ORDER[finding.severity],
        -(finding.score or 0),
        -(finding.epss or 0),
        finding.arn,
    )


def _urgency(group: Group) -> tuple[str, bool, int, date, int, str]:
    severity = _SEVERITY_ORDER[group.severity]
    return (group.priority, not group.exposed, severity, group.due or date.max, -group.finding_count, group.package)


def _exposed(instance: Instance | None) -> bool:
    return bool(instance and instance.exposed)


def risk_score(findings: Iterable[Finding], instance: Instance | None) -> int:
    """0 (nothing found) to 100. The worst tier sets the band, the number of findings the place in it.

    Adding a finding never lowers the score, and no number of lesser findings outweighs a tier.
    """
    return score_of(priority(finding, instance) for finding in findings)


def score_of(priorities: Iterable[Priority]) -> int:
    """The same for findings whose tiers are known already."""
    tiers = list(priorities)
    if not tiers:
        return 0
    base, width = _BAND[min(tiers)]
    weight = sum(_WEIGHT[tier] for tier in tiers)
    return round(base + width * (1 - exp(-weight / _FILL)))
