"""One turn of a recurring job: its slot is claimed, its work done, and how far it has come written down.

A slot is claimed in the store before its work begins, so that of several processes one does it; whoever dies loses it
when the lease is over. How far a job has come stands in a record of its own, from which follows what nobody began in
time. Whoever claims a slot looks at that record again: what it saw before may be older than another's claim.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.job import Job
from core.clock import Clock
from core.errors import AssistantError, Cause, Conflict, Upstream
from core.jobs import JobStanding, Missed
from core.slots import Turn, turn
from core.tracing import Tracer, Untraced
from services.store import ABSENT, Put, Record, Run, Store

KIND = "job"
"""The kind of record that says how far a job has come; its key is the job's name."""

_AGAIN = timedelta(seconds=1)
_RETRY = timedelta(minutes=30)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Known:
    """How a job stands, and the version of the record that says so."""

    standing: JobStanding
    version: int


@dataclass(frozen=True, slots=True)
class Taken:
    """How a job stands after a look at it, and when to look again."""

    standing: JobStanding
    look_at: datetime


class Turns:
    """Does the turns of all jobs. Each method raises Upstream where the store does not answer."""

    def __init__(self, store: Store, clock: Clock, tracer: Tracer | None = None) -> None:
        self._tracer = tracer or Untraced()
        self._store = store
        self._clock = clock

    def known(self, job: Job) -> Known:
        """How a job stands; one that is new begins with the slot that came last."""
        if record := self._store.get(KIND, job.name):
            return _known(record)
        before = job.when.latest(job.when.latest(self._clock.now()) - timedelta(microseconds=1))
        first = JobStanding(through=before)
        try:
            return Known(first, self._store.put(_put(job, first, ABSENT)))
        except Conflict:
            return self.known(job)

    def take(self, job: Job) -> Taken:
        """Do what the job owes now, if it owes something and nobody else does it.

        Raises:
            Conflict: it took longer than its lease, and somebody else has done it too.
        """
        known, now = self.known(job), self._clock.now()
        owed = _owed(job, known.standing, now)
        if owed is None:
            return Taken(known.standing, _next(job, known.standing))
        run = self._store.claim_run(job.name, owed.first, job.lease.total_seconds())
        if run is None:
            return Taken(known.standing, now + _AGAIN)
        if self.known(job) != known:
            self._store.finish_run(run, "done by another process")
            return Taken(known.standing, now)
        after = self._done(job, owed, known.standing, run)
        # How far it has come first: a run that is finished, but not counted, could never be claimed again.
        self._store.put(_put(job, after, known.version))
        self._store.finish_run(run, after.failure or after.said or "done")
        return Taken(after, _next(job, after))

    def _done(self, job: Job, owed: Turn, before: JobStanding, run: Run) -> JobStanding:
        if run.fence > 1:
            _log.warning("job %s: took over the slot %s from a process that is gone", job.name, _said(run.slot))
        after = before.model_copy(update={"through": owed.last})
        if not owed.missed:
            return self._worked(job, after)
        # Where a slot in time follows, it stands for all that were missed.
        made_up = job.catch_up and not owed.newer
        missed = Missed(
            slots=owed.missed, first=owed.first, last=owed.last, noticed_at=self._clock.now(), made_up=job.catch_up
        )
        how = "run late once" if made_up else "the next run stands for them" if job.catch_up else job.if_missed
        span = f"{_said(owed.first)} to {_said(owed.last)}"
        _log.warning("job %s: missed %d slots, %s; %s", job.name, owed.missed, span, how)
        after = after.model_copy(update={"missed": missed})
        return self._worked(job, after) if made_up else after

    def _worked(self, job: Job, standing: JobStanding) -> JobStanding:
        began_at, began = self._clock.now(), self._clock.monotonic()
        said, failure = self._outcome(job, began_at)
        facts: dict[str, object] = {
            "began_at": began_at,
            "took_s": self._clock.monotonic() - began,
            "failure": failure,
        }
        if not failure:
            facts |= {"said": said, "succeeded_at": self._clock.now()}
        return standing.model_copy(update=facts)

    def _outcome(self, job: Job, now: datetime) -> tuple[str, str]:
        """What it said, and why it failed; one of the two is empty."""
        try:
            with self._tracer.span(job.name):
                said = job.work(now)
        except AssistantError as error:
            _log.warning("job %s failed: %s", job.name, error)
            return "", str(error)
        except Exception as error:  # noqa: BLE001  the edge of a job: one that breaks ends neither the others nor itself
            _log.exception("job %s broke", job.name)
            return "", f"It broke ({type(error).__name__}); the log says where."
        if said:
            _log.info("job %s: %s", job.name, said)
        return said, ""


def _owed(job: Job, standing: JobStanding, now: datetime) -> Turn | None:
    """What is owed; a job that is new has missed nothing, however long ago its first slot was."""
    through, is_new = standing.through, not (standing.began_at or standing.missed)
    if is_new and (latest := job.when.latest(now)) > through:
        return Turn(latest, latest, missed=0, newer=False)
    again = _next(job, standing)
    if again < job.when.following(through) and again <= now:
        return Turn(again, again, missed=0, newer=False)
    return turn(job.when, through, now, job.grace)


def _next(job: Job, standing: JobStanding) -> datetime:
    """When something is owed next: at the next slot, or before it where the last run failed half an hour ago."""
    following = job.when.following(standing.through)
    if not (standing.failure and standing.began_at):
        return following
    return min(following, max(standing.began_at + _RETRY, standing.through + _AGAIN))


def _known(record: Record) -> Known:
    try:
        return Known(JobStanding.model_validate(record.doc), record.version)
    except ValidationError as error:
        raise Upstream(
            f"How far the job {record.key} has come cannot be read: another version of this program wrote it.",
            cause=Cause.REFUSED,
            retryable=False,
            advice="Run the version that wrote it.",
        ) from error


def _put(job: Job, standing: JobStanding, expect: int) -> Put:
    return Put(KIND, job.name, standing.model_dump(mode="json"), expect)


def _said(slot: datetime) -> str:
    return f"{slot:%Y-%m-%d %H:%M} UTC"
