"""What is news about findings: a bulletin per package follows the worst of them until they close."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from core.findings import Finding, Fix, Severity
from core.model import Model

SCHEMA = 1
Kind = Literal["new", "exploited", "fixable", "unseen", "seen again", "closed"]


class Sighting(Model):
    """One finding of a bulletin as it was seen last.

    `closed` is when it was first not there any more; `unseen`: it is not there, but nobody can tell whether it is
    mended, because Inspector does not scan the instance now.
    """

    arn: str
    vulnerability_id: str
    instance_id: str
    severity: Severity
    exploited: bool
    due: date | None = None
    fix: Fix
    fixed_in: str = ""
    since: datetime
    unseen: bool = False
    closed: datetime | None = None


class Bulletin(Model):
    """The findings of one package that the team was told of. `opened` is when the first of them was seen by us.

    `labels` are what people call the instances, by id. `told` is False where it was only counted in a message about
    many packages; it gets its own card at the next news.
    """

    package: str
    manager: str
    opened: datetime
    looked: datetime
    account: str
    region: str
    sightings: tuple[Sighting, ...]
    labels: dict[str, str]
    told: bool = True

    @property
    def open(self) -> tuple[Sighting, ...]:
        """What is not closed, the most urgent first."""
        return tuple(each for each in self.sightings if each.closed is None)

    @property
    def urgency(self) -> tuple[bool, date, str, int]:
        """A sort key: known exploited first, then by due date, severity and number of findings."""
        dues = [each.due for each in self.open if each.due]
        critical = any(each.severity is Severity.CRITICAL for each in self.open)
        exploited = any(each.exploited for each in self.open)
        return (not exploited, min(dues, default=date.max), "" if critical else "later", -len(self.open))


class News(Model):
    """What happened to findings of a bulletin since it was looked at before: of one kind, for a line of its thread."""

    kind: Kind
    sightings: tuple[Sighting, ...]


Absent = Callable[[str], Literal["closed", "unseen", "unknown"]]


def alarming(finding: Finding) -> bool:
    """Whether a team is told without asking: critical, or exploited in the wild."""
    return finding.severity is Severity.CRITICAL or _exploited(finding)


def by_package(findings: Iterable[Finding]) -> Mapping[tuple[str, str], Sequence[Finding]]:
    """Findings by package name and manager; what names no package stands under its vulnerability."""
    grouped: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        package = finding.packages[0] if finding.packages else None
        grouped[(package.name, package.manager) if package else (finding.vulnerability_id, "")].append(finding)
    return grouped


def followed(
    before: Sequence[Sighting], findings: Iterable[Finding], absent: Absent, now: datetime
) -> tuple[tuple[Sighting, ...], tuple[News, ...]]:
    """The sightings of a package as they are now, most urgent first, and what is news about them.

    Args:
        before: The sightings as they were; closed ones stay closed unless the finding is back.
        findings: Every active finding of the package. New ones count where they are alarming; known ones always.
        absent: Says of an instance what it means that a finding is not there: only "closed" closes it.
        now: The present moment.
    """
    known, active = {each.arn: each for each in before}, {each.arn: each for each in findings}
    news: dict[Kind, list[Sighting]] = defaultdict(list)
    after: list[Sighting] = []
    for arn, was in known.items():
        finding = active.get(arn)
        sighting = _still(was, finding) if finding else _gone(was, absent(was.instance_id), now)
        after.append(sighting)
        if kind := _kind(was, sighting):
            news[kind].append(sighting)
    for arn, finding in active.items():
        if arn not in known and alarming(finding):
            after.append(_seen(finding))
            news["new"].append(after[-1])
    ordered = tuple(sorted(after, key=_rank))
    return ordered, tuple(News(kind=kind, sightings=tuple(sorted(each, key=_rank))) for kind, each in news.items())


def _seen(finding: Finding) -> Sighting:
    package = finding.packages[0] if finding.packages else None
    return Sighting(
        arn=finding.arn,
        vulnerability_id=finding.vulnerability_id,
        instance_id=finding.instance_id,
        severity=finding.severity,
        exploited=_exploited(finding),
        due=finding.known_exploited.due if finding.known_exploited else None,
        fix=finding.fix,
        fixed_in=package.fixed_in if package else "",
        since=finding.first_observed,
    )


def _still(was: Sighting, finding: Finding) -> Sighting:
    """As it is now; facts about exploitation that could not be asked for stay as they were."""
    now = _seen(finding)
    return now if finding.facts_known else now.model_copy(update={"exploited": was.exploited, "due": was.due})


def _gone(was: Sighting, means: Literal["closed", "unseen", "unknown"], now: datetime) -> Sighting:
    if was.closed or means == "unknown":
        return was
    return was.model_copy(update={"unseen": True} if means == "unseen" else {"unseen": False, "closed": now})


def _kind(was: Sighting, now: Sighting) -> Kind | None:
    """The weightiest thing that changed."""
    if now.closed:
        return None if was.closed else "closed"
    if was.closed:
        return "new"
    if now.exploited and not was.exploited:
        return "exploited"
    if now.unseen != was.unseen:
        return "unseen" if now.unseen else "seen again"
    fixable = (Fix.YES, Fix.PARTIAL)
    return "fixable" if now.fix in fixable and was.fix not in fixable else None


def _rank(sighting: Sighting) -> tuple[bool, bool, date, int, str, str]:
    severity = list(Severity).index(sighting.severity)
    due = sighting.due or date.max
    closed = sighting.closed is not None
    return (closed, not sighting.exploited, due, severity, sighting.vulnerability_id, sighting.instance_id)


def _exploited(finding: Finding) -> bool:
    return finding.known_exploited is not None or finding.exploit_observed
