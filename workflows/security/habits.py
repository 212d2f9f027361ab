"""Learns every night what callers usually do, so that a region, a network or a tool that is new to one stands out."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from pydantic import ValidationError

from core.clock import Clock
from core.detections.habits import Habits, habits_of
from core.errors import Upstream
from services.store import Put, Store

KIND, KEY = "habits", "account"
_LEARNT_FROM = timedelta(days=14)
# What happened just now is to be judged by habits, and is none yet; a few days are no habit.
_NOT_YET, _LEAST = timedelta(days=2), timedelta(days=4)
_KEEP = timedelta(days=4)
_LOOK_AGAIN_S = 600.0


class KeptEvents(Protocol):
    """See `workflows.trail.Trail`."""

    def kept(self, since: datetime, until: datetime) -> Iterable[Mapping[str, object]]:
        """Events that are kept, oldest first, read as they are iterated over; asks nothing of AWS."""
        ...

    def kept_since(self, now: datetime) -> datetime | None:
        """Since when all events are kept; None where none are."""
        ...


class CallersHabits:
    """Keeps habits in the store, for every process."""

    def __init__(self, events: KeptEvents, store: Store, clock: Clock) -> None:
        self._events = events
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._known: Habits | None = None
        self._looked_s: float | None = None

    def learn(self, now: datetime) -> str:
        """Learn from what is kept; in a few words for how many callers, "" where too little is kept yet.

        Raises:
            Upstream: the log or the store could not be used; what was learnt before holds on.
        """
        begins, until = self._events.kept_since(now), now - _NOT_YET
        since = max(begins, now - _LEARNT_FROM) if begins else until
        if until - since < _LEAST - _NOT_YET:
            return ""
        habits = habits_of(self._events.kept(since, until))
        put = Put(KIND, KEY, habits.model_dump(mode="json"), expect=None, expires=now + _KEEP)
        self._store.put(put)
        return f"{len(habits.regions)} callers are known"

    def __call__(self) -> Habits | None:
        """What was learnt last; None where nothing was, or it cannot be read: then nothing stands out by it."""
        with self._lock:
            now_s = self._clock.monotonic()
            if self._looked_s is None or now_s - self._looked_s > _LOOK_AGAIN_S:
                self._known, self._looked_s = self._read(), now_s
            return self._known

    def _read(self) -> Habits | None:
        try:
            record = self._store.get(KIND, KEY)
            return Habits.model_validate(record.doc) if record else None
        except (Upstream, ValidationError):
            return None
