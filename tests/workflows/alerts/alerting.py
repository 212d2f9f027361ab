"""A desk over a real store, with a clock that stands until it is moved."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.actor import Actor, Door
from core.alerts.alert import Alert
from core.alerts.incident import Incident
from services.slack.outbox_message import KIND, Letter, Message
from services.store import Changes, Order
from services.store.sqlite import SqliteStore
from workflows.alerts.arrivals import Arrival, Arrivals, first_state
from workflows.alerts.batch import INCIDENT
from workflows.alerts.desk import AlertDesk, Surroundings
from workflows.alerts.handling import Handling
from workflows.alerts.silences import Silences
from workflows.alerts.upheaval import Cover

RITA = Actor(Door.SLACK, "T1", "URITA")
CHANNEL = "CALERTS"


class MovedClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 2, 10, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class Planned:
    """Covers the machines that it is told about."""

    covers: dict[str, Cover] = field(default_factory=dict)

    def cover(self, alert: Alert) -> Cover | None:
        return self.covers.get(alert.resource)


class Office:
    """Everything about alerts, over one store."""

    def __init__(self, store: SqliteStore, clock: MovedClock) -> None:
        self.store, self.clock = store, clock
        self.planned = Planned()
        self.begun: list[Incident] = []
        self.taken_elsewhere: list[Alert] = []
        self.silences = Silences(store, clock)
        self.handling = Handling(store, clock, self.silences, CHANNEL)
        self.arrivals = Arrivals(store, clock)
        self.desk = self.new_desk()

    def new_desk(self) -> AlertDesk:
        """Another desk, as after a restart."""
        around = Surroundings(self.silences, self.planned, CHANNEL, lambda: None, self.begun.append, self.elsewhere)
        return AlertDesk(self.store, self.clock, around)

    def elsewhere(self, alert: Alert, now: datetime) -> bool:
        """Takes what is titled so."""
        del now
        if alert.title != "Elsewhere":
            return False
        self.taken_elsewhere.append(alert)
        return True

    def receive(self, *payloads: dict[str, Any], source: str = "tests") -> None:
        """Store alerts and read them."""
        self.keep(*payloads, source=source)
        self.read()

    def keep(self, *payloads: dict[str, Any], source: str = "tests") -> None:
        """Store alerts without reading them."""
        for payload in payloads:
            arrival = Arrival(source, json.dumps(payload), self.clock.now())
            self.store.commit(Changes(puts=(arrival.put(first_state(arrival.alerts())),)))

    def read(self) -> None:
        """Read until nothing waits."""
        while self.desk.step():
            pass

    @property
    def incidents(self) -> list[Incident]:
        """All of them, in the order in which they began."""
        found = self.store.find(INCIDENT, limit=1_000, order=Order.OLDEST)
        return [Incident.model_validate(record.doc) for record in found]

    @property
    def incident(self) -> Incident:
        """The only one."""
        (incident,) = self.incidents
        return incident

    @property
    def messages(self) -> dict[str, Message]:
        """What waits for Slack, by key."""
        found = self.store.find(KIND, limit=1_000)
        return {record.key: Letter.model_validate(record.doc).message for record in found}


@contextmanager
def opened(folder: Path) -> Iterator[Office]:
    """An office whose store ends with the test."""
    clock = MovedClock()
    store = SqliteStore.open(folder, clock, audit_key=lambda: AUDIT_KEY)
    try:
        yield Office(store, clock)
    finally:
        store.close()


AUDIT_KEY = b"k" * 32


def alert(title: str = "Disk full on db1", **fields: object) -> dict[str, Any]:
    """A generic alert."""
    return {"title": title, "severity": "high", **fields}
