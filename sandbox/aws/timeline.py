"""What is going to happen in the account, in the order of time; a speed above 1 makes everything take less long."""

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import RLock

Act = Callable[[], object]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Timeline:
    """Acts that are due at a moment. Nothing runs by itself: every call to the account first catches up."""

    def __init__(self, speed: float = 1.0, clock: Callable[[], datetime] = _utc_now) -> None:
        self.speed = speed
        self._clock = clock
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = count()
        self._lock = RLock()
        self._acting_at: datetime | None = None

    def now(self) -> datetime:
        """The present; while an act runs, the moment it was due."""
        return self._acting_at or self._clock()

    def span(self, seconds: float) -> timedelta:
        """How long something that takes this many seconds in AWS takes here."""
        return timedelta(seconds=seconds / self.speed)

    def after(self, seconds: float, act: Act) -> datetime:
        """Do something when it is due; tells when."""
        due = self.now() + self.span(seconds)
        self.at(due, act)
        return due

    def at(self, due: datetime, act: Act) -> None:
        """Do something at a moment; what is due at the same one happens in the order it was asked for."""
        with self._lock:
            heapq.heappush(self._acts, (due, next(self._order), act))

    def catch_up(self) -> None:
        """Do everything that is due by now, and what follows from it."""
        with self._lock:
            if self._acting_at is not None:
                return
            present = self._clock()
            try:
                while self._acts and self._acts[0][0] <= present:
                    self._acting_at, _, act = heapq.heappop(self._acts)
                    act()
            finally:
                self._acting_at = None

    @contextmanager
    def caught_up(self) -> Iterator[None]:
        """Within this block everything due has happened, and nobody else changes anything."""
        with self._lock:
            self.catch_up()
            yield
