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


class Queue:
    """The letters that wait in the store."""

    def __init__(self, store: Store, clock: Clock, deliveries: Deliveries, give_up: timedelta) -> None:
        self._store = store
        self._clock = clock
        self._deliveries = deliveries
        self._give_up = give_up

    def next(self, free: Callable[[str], bool]) -> Pending | None:
        """The message to send now into a channel that is `free`, None where all have to wait."""
        now = self._clock.now()
        held: set[str] = set()
        for pending in in_order(self._waiting()):
            message = pending.message
            if not free(message.channel):
                continue
            known = self._deliveries.known(message.key)
            posted = known.delivery.place is not None
            if known.free(now) and (posted or self._has_its_turn(pending, held)):
                return pending
            if not posted:
                held.add(message.thread)
        return None

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
            pending = self._read(record)
            if pending is None:
                continue
            seen[pending.message.channel] += 1
            if seen[pending.message.channel] <= PER_CHANNEL:
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


def in_order(waiting: Iterable[Pending]) -> list[Pending]:
    """Most urgent thread first, then as they were asked for; a root counts as urgent as its replies."""
    messages = list(waiting)
    rank = {lane: number for number, lane in enumerate(Lane)}
    urgency: dict[str, int] = {}
    for pending in messages:
        thread = pending.message.thread
        urgency[thread] = min(rank[pending.message.lane], urgency.get(thread, len(rank)))

    return sorted(messages, key=lambda pending: (urgency[pending.message.thread], pending.record.created))
