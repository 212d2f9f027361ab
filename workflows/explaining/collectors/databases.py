"""What RDS says happened to the alert's database."""

from datetime import timedelta

from core.causes.evidence import Evidence
from services.aws.rds import DatabaseEvent, Rds
from workflows.explaining.case import Case, Gathered, unasked

_BEFORE = timedelta(hours=2)
_KINDS = {
    "failover": "db_failover",
    "failure": "db_restarted",
    "recovery": "db_restarted",
    "availability": "db_restarted",
    "low storage": "db_storage_low",
    "configuration change": "change_before",
}


class DatabaseCollector:
    """Asks RDS for events."""

    about = "events of the database"

    def __init__(self, rds: Rds) -> None:
        self._rds = rds

    def collect(self, case: Case) -> Gathered:
        """Failovers, restarts, low storage and changes in the two hours before."""
        db = case.subject.db
        if not db:
            return unasked(self.about, "the alert names no database of RDS")
        events = self._rds.events(db, case.alarmed_at - _BEFORE, case.now)
        return Gathered(evidence=tuple(fact for each in events if (fact := _fact(db, each))))


def _fact(db: str, event: DatabaseEvent) -> Evidence | None:
    kind = next((_KINDS[each] for each in event.categories if each in _KINDS), None)
    if kind is None:
        return None
    return Evidence(
        kind=kind,
        source="RDS",
        said=f"RDS tells of {db}: {event.message}.".replace("..", "."),
        component=db,
        first_seen=event.at,
        impact=kind != "change_before",
        values={"db": db, "db_event": event.message.rstrip("."), "changed": db, "change": "a change", "changer": "RDS"},
    )
