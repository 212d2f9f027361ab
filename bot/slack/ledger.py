"""Promises on disk: whatever comes while one transaction is written goes into the next one together."""

import logging
from threading import Condition, Event, Thread

from core.errors import AssistantError
from services.store import MAX_CHANGES, Changes, Delete, Put, Store

_log = logging.getLogger(__name__)


class Ledger:
    """Writes and removes records on a thread of its own, in order; a failed write is logged, never raised."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changed = Condition()
        self._waiting: dict[str, tuple[Put | Delete, Event]] = {}
        self._writing = False
        self._thread = Thread(target=self._run, name="ledger", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def write(self, change: Put | Delete) -> Event:
        """Ask for a change; the event is set when it is on disk, or has failed."""
        done = Event()
        with self._changed:
            before = self._waiting.pop(change.key, None)
            if isinstance(change, Delete) and before and isinstance(before[0], Put):
                # It never was on disk, so there is nothing to remove.
                before[1].set()
                done.set()
                return done
            self._waiting[change.key] = (change, done)
            self._changed.notify()
        return done

    def flush(self, timeout_s: float) -> bool:
        """Wait until nothing is left to write; False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._writing, timeout_s)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                batch = [self._waiting.pop(key) for key in list(self._waiting)[:MAX_CHANGES]]
                self._writing = True
            self._commit([change for change, _ in batch])
            for _, done in batch:
                done.set()
            with self._changed:
                self._writing = False
                self._changed.notify_all()

    def _commit(self, changes: list[Put | Delete]) -> None:
        puts = tuple(change for change in changes if isinstance(change, Put))
        deletes = tuple(change for change in changes if isinstance(change, Delete))
        try:
            self._store.commit(Changes(puts=puts, deletes=deletes))
        except AssistantError as error:
            _log.warning("%s promised answers could not be noted: %s", len(changes), error)
        except Exception:  # noqa: BLE001  a thread's edge: without it every later promise would wait in vain
            _log.exception("%s promised answers could not be noted", len(changes))
