"""Wakes the recurring jobs: one thread watches the clock, and a few others do the work."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from threading import Event, Thread
from typing import Protocol

from bot.job import Job
from bot.turns import Turns
from core.clock import Clock
from core.errors import AssistantError
from core.jobs import JobStanding

_TICK_S = 0.5
_log = logging.getLogger(__name__)


class Workers(Protocol):
    """Threads that jobs run on."""

    def submit(self, key: str, work: Callable[[], None]) -> bool:
        """Take the work, or refuse it while other work of the same key is held."""
        ...

    def drain(self, timeout_s: float) -> bool:
        """Take nothing more, and wait for what is held; False when some still runs."""
        ...


@dataclass(frozen=True, slots=True)
class Sight:
    """A job as this process saw it last.

    `busy_since` is by the monotonic clock, None while it does not run here; `trouble` why the store could not be asked
    about it.
    """

    job: Job
    look_at: datetime
    standing: JobStanding | None = None
    busy_since: float | None = None
    trouble: str = ""


class Scheduler:
    """Looks at its jobs twice a second. `workers` must refuse a job that they hold already."""

    def __init__(self, jobs: Sequence[Job], turns: Turns, clock: Clock, workers: Workers) -> None:
        self._turns = turns
        self._clock = clock
        self._workers = workers
        self._sights = {job.name: Sight(job, clock.now()) for job in jobs}
        self._stopping = Event()
        self._ticked_at = self._left_at = clock.monotonic()
        self._thread = Thread(target=self._run, name="scheduler", daemon=True)

    def start(self) -> None:
        """Begin with what is due or was missed."""
        self._thread.start()

    def leave(self) -> None:
        """Begin nothing more."""
        self._left_at = self._clock.monotonic()
        self._stopping.set()

    def finish(self, within_s: float) -> bool:
        """Give what runs so long since `leave`; False when some still runs, to be taken over when its lease is over."""
        return self._workers.drain(max(0.0, within_s - (self._clock.monotonic() - self._left_at)))

    def tick(self) -> None:
        """Hand over every job that is due."""
        now = self._clock.now()
        for sight in self.sights():
            if sight.look_at <= now:
                self._workers.submit(sight.job.name, partial(self._attend, sight.job))
        self._ticked_at = self._clock.monotonic()

    def sights(self) -> tuple[Sight, ...]:
        """Every job as it was seen last."""
        return tuple(self._sights.values())

    @property
    def still_for_s(self) -> float:
        """How long ago the clock was looked at."""
        return self._clock.monotonic() - self._ticked_at

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.tick()
            except Exception:  # noqa: BLE001  the edge of this thread: without it no job would ever begin again
                _log.exception("the scheduler stumbled")
            self._stopping.wait(_TICK_S)

    def _attend(self, job: Job) -> None:
        if self._stopping.is_set():
            return
        # Only one thread at a time is at a job, so nobody else writes what was seen of it.
        sight = replace(self._sights[job.name], busy_since=self._clock.monotonic())
        self._sights[job.name] = sight
        try:
            taken = self._turns.take(job)
        except AssistantError as error:
            if str(error) != sight.trouble:
                _log.warning("job %s cannot be looked at: %s", job.name, error)
            self._sights[job.name] = replace(sight, busy_since=None, trouble=str(error))
        else:
            self._sights[job.name] = Sight(job, taken.look_at, taken.standing)
