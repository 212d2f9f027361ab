"""The report's figures by instance and by owner."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from core.answers.report import InstanceRow, OwnerRow
from core.answers.vuln_check import InstanceFindings
from core.findings import Severity, SeverityCounts
from core.report.judged import Judged
from core.report.people import owner_of
from core.risk import score_of


def by_instance(found: Iterable[Judged], instances: Iterable[InstanceFindings]) -> tuple[InstanceRow, ...]:
    """Every instance, the highest risk score first; those of which nothing is known have none, and come last."""
    own = _grouped(found)
    rows = [_instance_row(each, own.get(each.instance.instance_id, ())) for each in instances]
    return tuple(sorted(rows, key=_riskiest))


def _instance_row(each: InstanceFindings, own: Sequence[Judged]) -> InstanceRow:
    instance = each.instance
    return InstanceRow(
        instance_id=instance.instance_id,
        label=instance.label,
        owner=owner_of(instance),
        environment=instance.environment,
        exposed=instance.exposed,
        scanned=not each.unknown,
        risk_score=None if each.unknown and not own else score_of(one.tier for one in own),
        counts=SeverityCounts.of(one.line.severity for one in own),
        known_exploited=sum(one.line.known_exploited is not None for one in own),
        overdue=sum(one.overdue_days > 0 for one in own),
    )


def _riskiest(row: InstanceRow) -> tuple[int, int, int, str, str]:
    score = -1 if row.risk_score is None else row.risk_score
    return -score, -row.known_exploited, -row.counts.total, row.label, row.instance_id


def by_owner(found: Sequence[Judged], instances: Iterable[InstanceFindings]) -> tuple[OwnerRow, ...]:
    """One row for each owner, most risk first; nobody's instances are a row like any other."""
    own = _grouped(found)
    whole = sum(each.points for each in found)
    fleets: dict[str, list[InstanceFindings]] = defaultdict(list)
    for each in instances:
        fleets[owner_of(each.instance)].append(each)
    rows = [_owner_row(owner, fleet, own, whole) for owner, fleet in fleets.items()]
    return tuple(sorted(rows, key=lambda row: (-row.risk_share, -row.unknown_instances, row.owner)))


def _owner_row(
    owner: str, fleet: Sequence[InstanceFindings], own: Mapping[str, Sequence[Judged]], whole: int
) -> OwnerRow:
    found = [one for each in fleet for one in own.get(each.instance.instance_id, ())]
    return OwnerRow(
        owner=owner,
        instances=len(fleet),
        unknown_instances=sum(each.unknown for each in fleet),
        findings=len(found),
        critical=sum(one.line.severity is Severity.CRITICAL for one in found),
        high=sum(one.line.severity is Severity.HIGH for one in found),
        known_exploited=sum(one.line.known_exploited is not None for one in found),
        overdue=sum(one.overdue_days > 0 for one in found),
        risk_share=sum(one.points for one in found) / whole if whole else 0,
    )


def _grouped(found: Iterable[Judged]) -> dict[str, list[Judged]]:
    own: dict[str, list[Judged]] = defaultdict(list)
    for each in found:
        own[each.instance.instance_id].append(each)
    return own
