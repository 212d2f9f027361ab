"""Scheduled runs on top of any store: each wall-clock slot of a job is done once, whoever claims it first.

A slot is a record whose version serves as the fencing number: every claim and takeover is a put that expects the
version before it, so a run that was taken over can no longer be finished by the one that lost it.
"""

from datetime import UTC, datetime, timedelta

from core.clock import Clock
from core.errors import Conflict
from services.store import ABSENT, Put, Record, Run, Store

KEEP_RUNS = timedelta(days=30)
RUNNING, FINISHED = "running", "finished"


def kind_of(job: str) -> str:
    """The kind under which the runs of a job are stored."""
    return f"run:{job}"


def claim(store: Store, clock: Clock, job: str, slot: datetime, lease_s: float) -> Run | None:
    """Claim a slot that nobody has claimed, or whose lease has run out before it was finished."""
    known = store.get(kind_of(job), _key(slot))
    if known is not None and not _abandoned(known, clock.now()):
        return None
    lease_until = clock.now() + timedelta(seconds=lease_s)
    change = Put(
        kind_of(job),
        _key(slot),
        {"claimed_at": clock.now().isoformat()},
        expect=known.version if known else ABSENT,
        state=RUNNING,
        due=lease_until,
        expires=clock.now() + KEEP_RUNS,
    )
    try:
        return Run(job, slot, store.put(change), lease_until)
    except Conflict:
        return None


def finish(store: Store, clock: Clock, run: Run, outcome: str) -> None:
    """Record how a run ended; raises Conflict where it was taken over meanwhile."""
    done = {"finished_at": clock.now().isoformat(), "outcome": outcome}
    expires = clock.now() + KEEP_RUNS
    store.put(Put(kind_of(run.job), _key(run.slot), done, expect=run.fence, state=FINISHED, expires=expires))


def _key(slot: datetime) -> str:
    return slot.astimezone(UTC).isoformat()


def _abandoned(record: Record, now: datetime) -> bool:
    return record.state == RUNNING and record.due is not None and record.due <= now
