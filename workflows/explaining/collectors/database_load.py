"""What the alert's database is busy with now, against an hour before the alert."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from core.causes.evidence import Evidence
from core.errors import NotFound
from services.aws.database_load import Busy, DatabaseLoad
from services.aws.rds import Rds
from workflows.explaining.case import Case, Gathered, unasked

_DURING = timedelta(minutes=15)
_BEFORE_SINCE, _BEFORE_UNTIL = timedelta(hours=2), timedelta(minutes=45)
_TIMES, _LEAST = 1.5, 1.0
_MOST_OF_IT = 0.4
_LONGEST = 300
# PostgreSQL's and MySQL's words: Lock:transactionid, LWLock:lock_manager, wait/lock/table/…, io/table/sql/handler, CPU.
_CLASSES = (
    ("db_waits_lock", "locks", re.compile(r"\b(?:lw)?lock|/lock/|mutex|enq:|LCK_", re.IGNORECASE)),
    ("db_waits_io", "storage", re.compile(r"^io\b|/io/|DataFile|WALWrite|WALSync|PAGEIOLATCH", re.IGNORECASE)),
    ("db_waits_cpu", "the processor", re.compile(r"^cpu$", re.IGNORECASE)),
)


class DatabaseLoadCollector:
    """Asks Performance Insights, where it is switched on."""

    about = "what the database is busy with (Performance Insights)"

    def __init__(self, rds: Rds, load: DatabaseLoad) -> None:
        self._rds = rds
        self._load = load

    def collect(self, case: Case) -> Gathered:
        """Whether its load rose, what most sessions wait for, and the statement behind most of it."""
        db = case.subject.db
        if not db:
            return unasked(self.about, "the alert names no database of RDS")
        try:
            database = self._rds.database(db)
        except NotFound:
            return unasked(self.about, f"there is no database {db} in RDS any more")
        if not database.insights:
            return unasked(self.about, f"it is not switched on for {db}")
        resource_id = database.resource_id
        during = (case.alarmed_at - _DURING, case.now)
        waits = self._load.by("db.wait_event", resource_id, *during)
        before = self._load.by(
            "db.wait_event", resource_id, case.alarmed_at - _BEFORE_SINCE, case.alarmed_at - _BEFORE_UNTIL
        )
        statements = self._load.by("db.sql_tokenized", resource_id, *during)
        values = {"db": db, "db_resource_id": resource_id}
        return Gathered(evidence=tuple(_facts(waits, _sessions(before), statements, values)))


def _facts(
    waits: Sequence[Busy], before: float, statements: Sequence[Busy], values: dict[str, str]
) -> Iterator[Evidence]:
    now, db = _sessions(waits), values["db"]
    if now < max(_LEAST, _TIMES * before):
        yield _fact("db_load_steady", f"{db} has {now:.1f} sessions at work, as before.", values)
        return
    told = values | {"db_load_now": f"{now:.1f}", "db_load_before": f"{before:.1f}"}
    yield _fact("db_load_up", f"{db} has {now:.1f} sessions at work, and had {before:.1f} before.", told, impact=True)
    for kind, what, pattern in _CLASSES:
        share = sum(each.sessions for each in waits if pattern.search(f"{each.kind}:{each.what}")) / now
        share = share or sum(each.sessions for each in waits if pattern.search(each.what)) / now
        if share >= _MOST_OF_IT:
            said = f"{share:.0%} of the sessions of {db} wait for {what}."
            yield _fact(kind, said, values | {"db_wait_share": f"{share:.0%}"})
    top = statements[0] if statements else None
    if top and top.what and top.sessions >= _MOST_OF_IT * now:
        share = min(1.0, top.sessions / now)
        said = f"One statement makes {share:.0%} of the load of {db}."
        fact = _fact("db_top_statement", said, values | {"statement_share": f"{share:.0%}"})
        yield fact.model_copy(update={"quoted": " ".join(top.what.split())[:_LONGEST]})


def _fact(kind: str, said: str, values: dict[str, str], *, impact: bool = False) -> Evidence:
    return Evidence(
        kind=kind, source="Performance Insights", said=said, component=values["db"], impact=impact, values=values
    )


def _sessions(busy: Sequence[Busy]) -> float:
    return sum(each.sessions for each in busy)
