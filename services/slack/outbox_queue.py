"""Which waiting message goes next: urgent ones first, each thread in its order, no channel in another's way."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from pydantic import ValidationError

from core.clock import Clock
from core.errors import Conflict
from services.slack.outbox_deliveries import Deliveries
from services.slack.outbox_message import DEAD, KIND, SCHEMA, Lane, Letter, Pending, Timing
from services.slack.outbox_waiting import Waiting, WaitingRoom
from services.store import Put, Record, Store

PAGE = 200
PER_CHANNEL = 200
"""How many messages of a channel are looked at, so that many that cannot go yet cost no more than this."""
REST = 9
"""How many times as long as a look for new messages the next one waits: a tenth of a core in a flood."""
REST_OF_ALL = 50
"""The same for a look at all that wait, which finds what other processes changed: a fiftieth of a core."""
LONGEST_REST_S = 5.0
"""A look can also take long because the store was locked, which is no reason to rest."""


class Queue:
    """The letters that wait in the store, and which of them are in flight. Not for two threads at once."""

    def __init__(self, store: Store, clock: Clock, deliveries: Deliveries, timing: Timing) -> None:
        self._store = store
        self._clock = clock
        self._deliveries = deliveries
        self._timing = timing
        self._room = WaitingRoom()
        self._newest: dict[Lane, Record] = {}
        self._in_flight: set[str] = set()
        self._tried: list[str] = []
        self._look_again = self._look_at_all_again = clock.monotonic()

    def next(self, free: Callable[[str], bool]) -> Pending | None:
        """The message to send now into a channel that is `free`, None where all have to wait."""
        self._look()
        for channel in self._room.channels():
            if free(channel) and (pending := self._first_ready(channel)):
                self._in_flight.add(pending.message.key)
                return pending
        return None

    def tried(self, key: str) -> None:
        """A message that `next` gave was tried; what became of it is looked up with the next look."""
        self._in_flight.discard(key)
        self._tried.append(key)

    def _first_ready(self, channel: str) -> Pending | None:
        held: set[str] = set()
        for waiting in self._room.first(channel, PER_CHANNEL):
            known = self._deliveries.known(waiting.key)
            posted = known.delivery.place is not None
            ready = waiting.key not in self._in_flight and known.free(self._clock.now())
            if ready and (posted or self._has_its_turn(waiting, held)) and (pending := self._newest_wish(waiting)):
                return pending
            if not posted:
                held.add(waiting.thread)
        return None

    def _has_its_turn(self, waiting: Waiting, held: set[str]) -> bool:
        if waiting.thread == waiting.key:
            return True
        if waiting.thread in held:
            return False
        if not waiting.root:
            return True
        root = self._deliveries.known(waiting.root).delivery
        patience = self._timing.root_again if root.gone else self._timing.give_up
        return root.place is not None or waiting.created + patience <= self._clock.now()

    def _newest_wish(self, waiting: Waiting) -> Pending | None:
        """What is asked for under this key now; None where that is gone or belongs elsewhere."""
        record = self._store.get(KIND, waiting.key)
        pending = self._read(record) if record else None
        if pending is None or pending.message.channel != waiting.channel:
            self._tried.append(waiting.key)
            return None
        return pending

    def _look(self) -> None:
        started = self._clock.monotonic()
        self._look_at_tried()
        if started >= self._look_at_all_again:
            self._newest.clear()
            self._room.replace(self._new())
            self._look_again, self._look_at_all_again = self._rested(started, REST), self._rested(started, REST_OF_ALL)
        elif started >= self._look_again:
            if new := list(self._new()):
                self._room.add(new)
            self._look_again = self._rested(started, REST)

    def _rested(self, started: float, times: int) -> float:
        now = self._clock.monotonic()
        return now + min(LONGEST_REST_S, times * (now - started))

    def _look_at_tried(self) -> None:
        """Messages that were edited while they were under way, or could not be sent, wait on."""
        while self._tried:
            record = self._store.get(KIND, self._tried[-1])
            pending = self._read(record) if record else None
            key = self._tried.pop()
            if pending is None:
                self._room.remove(key)
            elif Waiting.of(pending.record, pending.message) not in self._room:
                self._room.add([Waiting.of(pending.record, pending.message)])

    def _new(self) -> Iterator[Waiting]:
        """Letters asked for since the last look, or all where there was none."""
        for lane in Lane:
            while page := self._store.find(KIND, state=lane, limit=PAGE, after=self._newest.get(lane)):
                self._newest[lane] = page[-1]
                read = [pending for record in page if (pending := self._read(record))]
                yield from (Waiting.of(pending.record, pending.message) for pending in read)
                if len(page) < PAGE:
                    break

    def _read(self, record: Record) -> Pending | None:
        """A letter that waits; None for a dead one and for those of a newer version of this program."""
        if record.schema != SCHEMA or record.state == DEAD:
            return None
        try:
            return Pending(record, Letter.model_validate(record.doc).message)
        except ValidationError:
            unreadable = Put(KIND, record.key, {**record.doc, "reason": "unreadable"}, record.version, state=DEAD)
            with suppress(Conflict):
                self._store.put(unreadable)
            return None
