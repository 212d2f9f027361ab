"""The report's figures by severity, by vulnerability that is exploited, by finding and by instance not scanned."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from core.answers.report import ExploitedRow, FindingRow, SeverityRow, UnknownRow
from core.answers.vuln_check import InstanceFindings
from core.findings import Fix, Severity
from core.report.deadlines import Days
from core.report.judged import Judged
from core.report.people import most_common, owner_of
from core.risk import reasons
from core.summaries import coverage_reason

_NAMED = 10
ALIKE = 3
"""On a fleet of a thousand twins the worst vulnerability alone would fill the list."""


def by_severity(found: Sequence[Judged], days: Days) -> tuple[SeverityRow, ...]:
    """One row for each severity, worst first, also where there are no findings of it."""
    buckets: dict[Severity, list[Judged]] = {severity: [] for severity in Severity}
    for each in found:
        buckets[each.line.severity].append(each)
    return tuple(
        SeverityRow(
            severity=severity,
            findings=len(members),
            fixable=sum(fixable(each) for each in members),
            known_exploited=sum(each.line.known_exploited is not None for each in members),
            overdue=sum(each.overdue_days > 0 for each in members),
            days_allowed=days.get(severity),
        )
        for severity, members in buckets.items()
    )


def fixable(each: Judged) -> bool:
    """Whether an upgrade closes the finding."""
    return each.line.fix is Fix.YES


def exploited(found: Iterable[Judged], today: date) -> tuple[ExploitedRow, ...]:
    """Vulnerabilities that are exploited in the wild: overdue ones first, then by due date, then without a date."""
    buckets: dict[str, list[Judged]] = defaultdict(list)
    for each in found:
        if each.line.known_exploited:
            buckets[each.line.vulnerability_id].append(each)
    rows = [_exploited_row(members, today) for members in buckets.values()]
    return tuple(sorted(rows, key=lambda row: (row.due or date.max, -row.findings, row.vulnerability_id)))


def _exploited_row(members: Sequence[Judged], today: date) -> ExploitedRow:
    line = members[0].line
    due = line.known_exploited.due if line.known_exploited else None
    labels = {each.instance.instance_id: each.instance.label for each in members}
    return ExploitedRow(
        vulnerability_id=line.vulnerability_id,
        title=line.title,
        packages=most_common((each.line.packages[0].name for each in members if each.line.packages), _NAMED),
        due=due,
        overdue_days=max(0, (today - due).days) if due else 0,
        findings=len(members),
        instance_count=len(labels),
        instances=tuple(labels.values())[:_NAMED],
        fixable=all(fixable(each) for each in members),
    )


def worst_findings(found: Iterable[Judged], most: int, today: date) -> tuple[FindingRow, ...]:
    """The first of findings that are in order, in full: `most` at most, and `ALIKE` of one vulnerability."""
    alike: Counter[str] = Counter()
    rows: list[FindingRow] = []
    for each in found:
        if len(rows) == most:
            break
        alike[each.line.vulnerability_id] += 1
        if alike[each.line.vulnerability_id] <= ALIKE:
            rows.append(_finding_row(each, today))
    return tuple(rows)


def _finding_row(each: Judged, today: date) -> FindingRow:
    line, instance = each.line, each.instance
    package = line.packages[0] if line.packages else None
    return FindingRow(
        priority=each.tier.value,
        severity=line.severity,
        vulnerability_id=line.vulnerability_id,
        title=line.title,
        score=line.score,
        epss=line.epss,
        label=instance.label,
        instance_id=instance.instance_id,
        owner=each.owner,
        package=package.name if package else "",
        installed=package.version if package else "",
        fixed_in=package.fixed_in if package else "",
        due=line.known_exploited.due if line.known_exploited else None,
        overdue_days=each.overdue_days,
        first_observed=line.first_observed,
        why=tuple(reasons(line, instance, today)),
    )


def unknown(instances: Iterable[InstanceFindings]) -> tuple[UnknownRow, ...]:
    """The instances of which nothing current is known, by reason and name."""
    rows = [
        UnknownRow(
            instance_id=each.instance.instance_id,
            label=each.instance.label,
            owner=owner_of(each.instance),
            reason=coverage_reason(each),
        )
        for each in instances
        if each.unknown
    ]
    return tuple(sorted(rows, key=lambda row: (row.reason, row.label, row.instance_id)))
