"""Findings with their instance, their tier and how long they are overdue: what every part of the report is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.findings import Severity
from core.fleet import Instance
from core.report.deadlines import overdue_days
from core.report.ledger import Line
from core.risk import Priority, priority

_SEVERITY_ORDER = {severity: rank for rank, severity in enumerate(Severity)}
# One finding of a tier weighs as much as ten of the next; see `core.risk.Priority` for the tiers.
POINTS = {Priority.P0: 1000, Priority.P1: 100, Priority.P2: 10, Priority.P3: 1}


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding. `overdue_days` is 0 while no deadline has passed."""

    line: Line
    instance: Instance
    tier: Priority
    overdue_days: int

    @property
    def points(self) -> int:
        """How much of the fleet's risk it is."""
        return POINTS[self.tier]


def judged(
    lines: Iterable[Line], instances: Mapping[str, Instance], today: date, days: Mapping[Severity, int]
) -> list[Judged]:
    """Each finding judged, the most urgent first; an instance that nobody described has only its id."""
    strangers: dict[str, Instance] = {}
    made = []
    for line in lines:
        instance = instances.get(line.instance_id) or strangers.get(line.instance_id)
        if instance is None:
            instance = strangers[line.instance_id] = Instance(instance_id=line.instance_id, state="unknown")
        made.append(Judged(line, instance, priority(line, instance), overdue_days(line, today, days)))
    made.sort(key=_rank)
    return made


def _rank(each: Judged) -> tuple[str, bool, int, float, float, str]:
    line = each.line
    exposed = each.instance.exposed is True
    return (
        each.tier,
        not exposed,
        _SEVERITY_ORDER[line.severity],
        -(line.score or 0),
        -(line.epss or 0),
        line.arn,
    )
