"""Findings with their instance, their tier and how long they are overdue: what every part of the report is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.findings import Severity
from core.fleet import Instance
from core.report.deadlines import Days, overdue_days
from core.report.ledger import Line
from core.report.people import owner_of
from core.risk import Priority, priority

_SEVERITY_ORDER = {severity: rank for rank, severity in enumerate(Severity)}
# One finding of a tier weighs as much as ten of the next; see `core.risk.Priority` for the tiers.
POINTS = {Priority.P0: 1000, Priority.P1: 100, Priority.P2: 10, Priority.P3: 1}


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding. `owner` is empty where nobody claims its instance, `overdue_days` 0 while no deadline has passed."""

    line: Line
    instance: Instance
    owner: str
    tier: Priority
    overdue_days: int

    @property
    def points(self) -> int:
        """How much of the fleet's risk it is."""
        return POINTS[self.tier]


def judged(lines: Iterable[Line], instances: Mapping[str, Instance], today: date, days: Days) -> list[Judged]:
    """Each finding judged, the most urgent first; an instance that nobody described has only its id."""
    places: dict[str, tuple[Instance, str]] = {}
    made = []
    for line in lines:
        place = places.get(line.instance_id)
        if place is None:
            named = instances.get(line.instance_id) or Instance(instance_id=line.instance_id, state="unknown")
            place = places[line.instance_id] = named, owner_of(named)
        late = overdue_days(line, today, days)
        made.append(Judged(line, *place, priority(line, place[0]), late))
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
