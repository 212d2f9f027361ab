"""What arrived, as records of the store: kept as it was sent until it is read, and for the retention after that."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from secrets import SystemRandom, token_hex

from core.alerts import Alert, AlertLevel, normalise
from core.alerts.reading import Json, first_word, mapping
from core.clock import Clock
from services.store import ABSENT, Order, Put, Record, Store

KIND = "alert"
KEEP = timedelta(days=30)
"""How long what was sent is kept where nobody says otherwise."""

OURS = "assistant"
"""The source of alerts that the assistant raises itself; nobody else may use the name."""

TRIES = 5
"""How often reading one is tried before it is put aside."""

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 2.0, 300.0
_RANDOM = SystemRandom()

URGENT, NEW, RETRY, DONE, DEAD = "urgent", "new", "retry", "done", "dead"
"""States of an arrival; urgent ones are read before new ones, those to retry once they are due."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one sender sent at one moment. `key` is the sender's own id where a repetition carries the same one."""

    source: str
    body: str
    received: datetime
    key: str = field(default_factory=lambda: token_hex(10))

    @classmethod
    def of(cls, alerts: Sequence[Alert], received: datetime) -> "Arrival":
        """Alerts that the assistant raises itself, which need no reading."""
        return cls(OURS, json.dumps([alert.model_dump(mode="json") for alert in alerts]), received)

    @property
    def payload(self) -> object:
        """The JSON in the body, or the text where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return self.body

    def alerts(self) -> tuple[Alert, ...]:
        """The alerts in it."""
        if self.source == OURS:
            return tuple(Alert.model_validate(one) for one in json.loads(self.body))
        return normalise(self.source, self.payload)

    def put(self, state: str, *, tries: int = 0, taken: int = 0, why: str = "") -> Put:
        """The change that stores it for the first time. `taken` is how many of its alerts are counted already."""
        doc = {
            "source": self.source,
            "body": self.body,
            "received": self.received.isoformat(),
            "tries": tries,
            "taken": taken,
            "why": why,
        }
        return Put(KIND, self.key, doc, ABSENT, state=state, expires=self.received + KEEP)


@dataclass(frozen=True, slots=True)
class Stored:
    """An arrival as it lies in the store."""

    arrival: Arrival
    state: str
    version: int
    tries: int
    taken: int
    why: str
    expires: datetime

    def moved(self, state: str, *, tries: int | None = None, taken: int | None = None, why: str = "") -> Put:
        """The change to another state."""
        counted = self.tries if tries is None else tries
        put = self.arrival.put(state, tries=counted, taken=self.taken if taken is None else taken, why=why)
        return replace(put, expect=self.version, expires=self.expires)

    def failed(self, why: str, now: datetime) -> Put:
        """The change after an attempt that failed: again later, or put aside for people."""
        tries = self.tries + 1
        if tries >= TRIES:
            return self.moved(DEAD, tries=tries, why=why)
        return replace(self.moved(RETRY, tries=tries, why=why), due=now + timedelta(seconds=_pause_s(tries)))


class Arrivals:
    """Reads them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def waiting(self, limit: int) -> list[Stored]:
        """What is to be read next: urgent ones, then those whose next attempt is due, then in order of arrival."""
        now = self._clock.now()
        found = self._store.find(KIND, state=URGENT, limit=limit)
        if len(found) < limit:
            found += self._store.find(KIND, state=RETRY, due_before=now, limit=limit - len(found), order=Order.DUE)
        if len(found) < limit:
            found += self._store.find(KIND, state=NEW, limit=limit - len(found))
        return [stored(record) for record in found]

    def count_waiting(self) -> int:
        """How many are not read yet."""
        return sum(self._store.count(KIND, state=state) for state in (URGENT, NEW, RETRY))

    def dead(self, limit: int = 100) -> list[Stored]:
        """Those that were put aside, newest first."""
        return [stored(record) for record in self._store.find(KIND, state=DEAD, limit=limit, order=Order.NEWEST)]

    def count_dead(self) -> int:
        """How many were put aside."""
        return self._store.count(KIND, state=DEAD)

    def get(self, key: str) -> Stored | None:
        """One by its key, None where there is none."""
        record = self._store.get(KIND, key)
        return stored(record) if record else None


def stored(record: Record) -> Stored:
    """The arrival of a record."""
    doc = record.doc
    arrival = Arrival(str(doc["source"]), str(doc["body"]), datetime.fromisoformat(doc["received"]), record.key)
    tries, taken, expires = int(doc["tries"]), int(doc["taken"]), record.expires or arrival.received + KEEP
    return Stored(arrival, record.state, record.version, tries, taken, str(doc.get("why", "")), expires)


def first_state(alerts: tuple[Alert, ...]) -> str:
    """URGENT where one of them is critical, so that it is read before a storm of others."""
    return URGENT if any(alert.severity is AlertLevel.CRITICAL for alert in alerts) else NEW


def own_key(payload: object) -> str:
    """The key under which a sender repeats the same delivery; empty where it gives none.

    SNS repeats a MessageId, EventBridge an id: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
    """
    said: Json = mapping(payload)
    if said.get("Type") == "Notification" and (ident := first_word(said, "MessageId")):
        return f"sns-{ident}"
    if "detail-type" in said and (ident := first_word(said, "id")):
        return f"event-{ident}"
    return ""


def _pause_s(tries: int) -> float:
    return min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 4.0 ** max(0, tries - 1)) * (0.5 + _RANDOM.random())
