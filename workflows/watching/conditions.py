"""What a watch finds now against what it found before: what is new raises an alert, and what is gone ends it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from core.alerts.alert import Alert, AlertState
from services.store import ABSENT, Changes, Delete, Put, Record, Store

KIND, SCHEMA = "condition", 1
_PAGE = 1000


class Intake(Protocol):
    """Where alerts go; the same one twice is one."""

    def accept(self, alerts: tuple[Alert, ...]) -> None:
        """Take them; they are stored when it returns."""
        ...


class Conditions:
    """Remembers what each watch has raised, by its name and the alert's fingerprint."""

    def __init__(self, store: Store, intake: Intake) -> None:
        self._store = store
        self._intake = intake

    def settle(self, watch: str, found: Iterable[Alert], now: datetime, *, sure: bool) -> int:
        """Raise what is new or has another severity, end what is gone; how many of either.

        Args:
            watch: The name of the watch.
            found: What is the case now.
            now: The present moment.
            sure: Whether everything could be asked; if not, nothing ends.
        """
        known = {record.key: record for record in self._records(watch)}
        there = {f"{watch}:{alert.fingerprint}": alert for alert in found}
        changed = sum(self._raised(watch, key, alert, known.get(key)) for key, alert in there.items())
        gone = known.keys() - there.keys() if sure else ()
        for key in gone:
            self._end(known[key], now)
        return changed + len(gone)

    def _raised(self, watch: str, key: str, alert: Alert, before: Record | None) -> bool:
        if before and Alert.model_validate(before.doc).severity is alert.severity:
            return False
        self._intake.accept((alert,))
        # After the alert was taken: a crash in between raises the same one again, which is one.
        expect = before.version if before else ABSENT
        self._store.put(Put(KIND, key, alert.model_dump(mode="json"), expect, state=watch, schema=SCHEMA))
        return True

    def _end(self, record: Record, now: datetime) -> None:
        alert = Alert.model_validate(record.doc)
        self._intake.accept((alert.model_copy(update={"state": AlertState.RESOLVED, "ended": now}),))
        self._store.commit(Changes(deletes=(Delete(KIND, record.key, record.version),)))

    def _records(self, watch: str) -> Iterator[Record]:
        page = self._store.find(KIND, state=watch, limit=_PAGE)
        while page:
            yield from page
            page = self._store.find(KIND, state=watch, limit=_PAGE, after=page[-1]) if len(page) == _PAGE else []
