"""Which waiting message goes next: urgent ones first, each thread in its order, no channel in another's way."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta

from pydantic import ValidationError

from core.clock import Clock
from core.errors import Conflict
from services.slack.outbox_deliveries import Deliveries
from services.slack.outbox_message import DEAD, KIND, SCHEMA, Lane, Letter, Pending
from services.store import Put, Record, Store

PAGE = 200
PER_CHANNEL = 50
"""How many messages of a channel are looked at; a flood in one channel neither fills memory nor hides the others."""
REST = 4
"""How many times as long as a look at the store takes the next one waits, so that a flood costs a fifth of a core."""


class Queue:
    """The letters that wait in the store."""

    def __init__(self, store: Store, clock: Clock, deliveries: Deliveries, give_up: timedelta) -> None:
        self._store = store
        self._clock = clock
        self._deliveries = deliveries
        self._give_up = give_up
        self._plan: list[Pending] = []
        self._taken: set[str] = set()
        self._look_again = clock.monotonic()

    def next(self, free: Callable[[str], bool]) -> Pending | None:
        """The message to send now into a channel that is `free`, None where all have to wait. Not for two threads."""
        self._look()
        held: set[str] = set()
        for pending in self._plan:
            message = pending.message
            if not free(message.channel):
                continue
            known = self._deliveries.known(message.key)
            posted = known.delivery.place is not None
            ready = message.key not in self._taken and known.free(self._clock.now())
            if ready and (posted or self._has_its_turn(pending, held)):
                self._taken.add(message.key)
                return pending
            if not posted:
                held.add(message.thread)
        return None

    def _look(self) -> None:
        started = self._clock.monotonic()
        if started < self._look_again:
            return
        self._plan = in_order(self._waiting())
        self._taken.clear()
        now = self._clock.monotonic()
        self._look_again = now + REST * (now - started)

    def _has_its_turn(self, pending: Pending, held: set[str]) -> bool:
        message = pending.message
        if message.thread == message.key:
            return True
        if message.thread in held:
            return False
        overdue = pending.record.created + self._give_up <= self._clock.now()
        return bool(message.thread_ts) or overdue or self._deliveries.place(message.thread_key) is not None

    def _waiting(self) -> Iterator[Pending]:
        seen: Counter[str] = Counter()
        for record in self._records():
            channel = _channel(record)
            if seen[channel] < PER_CHANNEL and (pending := self._read(record)):
                seen[channel] += 1
                yield pending

    def _records(self) -> Iterator[Record]:
        for lane in Lane:
            last: Record | None = None
            while page := self._store.find(KIND, state=lane, limit=PAGE, after=last):
                yield from page
                if len(page) < PAGE:
                    break
                last = page[-1]

    def _read(self, record: Record) -> Pending | None:
        if record.schema != SCHEMA:
            return None  # left to the version of this program that wrote it
        try:
            return Pending(record, Letter.model_validate(record.doc).message)
        except ValidationError:
            unreadable = Put(KIND, record.key, {**record.doc, "reason": "unreadable"}, record.version, state=DEAD)
            with suppress(Conflict):
                self._store.put(unreadable)
            return None


def _channel(record: Record) -> str:
    """The channel that a letter is for, without reading all of it."""
    message = record.doc.get("message")
    return str(message.get("channel")) if isinstance(message, dict) else ""


def in_order(waiting: Iterable[Pending]) -> list[Pending]:
    """Most urgent thread first, then as they were asked for; a root counts as urgent as its replies."""
    messages = list(waiting)
    rank = {lane: number for number, lane in enumerate(Lane)}
    urgency: dict[str, int] = {}
    for pending in messages:
        thread = pending.message.thread
        urgency[thread] = min(rank[pending.message.lane], urgency.get(thread, len(rank)))

    return sorted(messages, key=lambda pending: (urgency[pending.message.thread], pending.record.created))
