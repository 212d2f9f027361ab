"""Small work at a later moment, on one thread for the whole process: a timer per question costs a thread each."""

import heapq
from collections.abc import Callable
from itertools import count
from threading import Event, Lock, Thread

from bot.pools import Pool
from core.clock import Clock

_TICK_S = 0.05


class Later:
    """Hands work to the pool when its moment has come, a tick late at most; what the pool refuses is dropped."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock
        self._lock = Lock()
        self._numbers = count()
        self._waiting: list[tuple[float, int, Callable[[], None]]] = []
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="later", daemon=True)

    def start(self) -> None:
        """Watch the clock."""
        self._thread.start()

    def stop(self) -> None:
        """Forget what waits."""
        self._stopping.set()

    def after(self, delay_s: float, work: Callable[[], None]) -> None:
        """Do the work in `delay_s` seconds; work that is not needed any more must do nothing."""
        with self._lock:
            heapq.heappush(self._waiting, (self._clock.monotonic() + delay_s, next(self._numbers), work))

    def tick(self) -> None:
        """Hand over everything whose moment has come."""
        for work in self._due():
            self._pool.submit("later", work)

    def _due(self) -> list[Callable[[], None]]:
        now, due = self._clock.monotonic(), []
        with self._lock:
            while self._waiting and self._waiting[0][0] <= now:
                due.append(heapq.heappop(self._waiting)[2])
        return due

    def _run(self) -> None:
        while not self._stopping.wait(_TICK_S):
            self.tick()
