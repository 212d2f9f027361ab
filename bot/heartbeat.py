"""The serving process's health, left in the store for the other processes on the same files."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

from core.answers.health import Health, Part, State
from core.clock import Clock
from core.errors import AssistantError, Upstream
from services.store import Put, Store

_log = logging.getLogger(__name__)
_KIND, _KEY = "process", "serving"
_EVERY_S = 10.0
_GONE = timedelta(seconds=45)


class Heartbeat:
    """Writes the health every few seconds; it expires soon after the process is gone. `where` is the state's place."""

    def __init__(self, store: Store, clock: Clock, health: Callable[[], Health], where: str) -> None:
        self._store = store
        self._where = where
        self._clock = clock
        self._health = health
        self._stopping = Event()
        self._problem: Part | None = None
        self._thread = Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Write until stopped."""
        self._thread.start()

    def stop(self) -> None:
        """Write no more; the last one expires."""
        self._stopping.set()

    def beat(self) -> None:
        """Write once.

        Raises:
            Upstream: the state cannot be written; `parts` tells it until it can.
        """
        doc = self._health().model_dump(mode="json")
        try:
            self._store.put(Put(_KIND, _KEY, doc, expect=None, expires=self._clock.now() + _GONE))
        except Upstream as error:
            self._problem = Part(name="state", state=State.DOWN, detail=error.sentence, advice=error.advice)
            raise
        self._problem = None

    def parts(self) -> list[Part]:
        """Whether the state could be written when that was last tried."""
        return [self._problem or Part(name="state", state=State.GOOD, detail=self._where)]

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.beat()
            except AssistantError as error:
                _log.warning("the health could not be stored: %s", error)
            self._stopping.wait(_EVERY_S)


def serving(store: Store) -> Health | None:
    """What the serving process said last, None where none is running on these files."""
    found = store.get(_KIND, _KEY)
    return Health.model_validate(found.doc) if found else None


def absent_part() -> Part:
    """For the other processes, while nobody serves."""
    advice = "Start it with `sre-agent serve`; requests and messages wait until then."
    return Part(name="assistant", state=State.DOWN, detail="not running on these files", advice=advice)
