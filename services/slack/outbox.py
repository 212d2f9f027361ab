"""The outbox: what the team must see is stored first and sent then, so that no crash and no outage loses it.

A message has a key. Asking for it is a change to the store (`intent`), committed together with what it tells about;
the serving process's `Sender` brings it to Slack. Asking again under the same key edits the message: the newest
wish wins, and ten that wait become one call. A message that Slack refuses for good becomes a dead letter.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from core.clock import Clock
from core.errors import Conflict
from services.slack.outbox_deliveries import Deliveries, Place
from services.slack.outbox_message import DEAD, KEEP, KIND, Lane, Letter, Message, SlackApi, Timing, intent
from services.slack.outbox_sender import Sender
from services.store import Order, Put, Record, Store

__all__ = [
    "DeadLetter",
    "Health",
    "Lane",
    "Message",
    "Outbox",
    "Place",
    "Sender",
    "SlackApi",
    "Timing",
    "intent",
]


@dataclass(frozen=True, slots=True)
class Health:
    """How the outbox is doing. `oldest_age_s` is 0 where nothing waits; `last_error` is Slack's code or a sentence."""

    queued: int
    oldest_age_s: float
    dead: int
    last_error: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that Slack refused for good, and why."""

    key: str
    reason: str


class Outbox:
    """Asks for messages and knows about them, in any process; sending is the serving process's."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        keep: timedelta = KEEP,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._deliveries = Deliveries(store, clock, keep)
        self._wake = wake

    def post(self, message: Message) -> None:
        """Ask for a message that belongs to no other change."""
        self._store.put(intent(message))
        self._wake()

    def place(self, key: str) -> Place | None:
        """Where a message stands in Slack, None while it has not been posted."""
        return self._deliveries.place(key)

    def find_by_message(self, channel: str, ts: str) -> str | None:
        """The key of a message in Slack, None where the outbox has posted no such message."""
        return self._deliveries.key_at(Place(channel=channel, ts=ts))

    def health(self) -> Health:
        """What waits, for how long, what was refused for good, and the last error."""
        queued = sum(self._store.count(KIND, state=lane) for lane in Lane)
        oldest = [record for lane in Lane for record in self._store.find(KIND, state=lane, limit=1)]
        return Health(queued, self._age_s(oldest), self._store.count(KIND, state=DEAD), self._last_error(oldest))

    def dead(self, limit: int = 100) -> list[DeadLetter]:
        """Messages that Slack refused for good, newest first."""
        found = self._store.find(KIND, state=DEAD, limit=limit, order=Order.NEWEST)
        return [DeadLetter(record.key, str(record.doc.get("reason", ""))) for record in found]

    def replay(self, key: str) -> bool:
        """Try a dead letter again, once its cause is mended; False: there is no such dead letter."""
        record = self._store.get(KIND, key)
        if record is None or record.state != DEAD:
            return False
        letter = Letter.model_validate(record.doc)
        again = intent(letter.message)
        with suppress(Conflict):  # somebody else replayed it, or asked for a newer one
            self._store.put(Put(again.kind, again.key, again.doc, record.version, state=again.state))
        self._wake()
        return True

    def _age_s(self, oldest: list[Record]) -> float:
        if not oldest:
            return 0.0
        age = self._clock.now() - min(record.created for record in oldest)
        return max(0.0, age.total_seconds())

    def _last_error(self, oldest: list[Record]) -> str:
        waiting = [self._deliveries.known(record.key).delivery.error for record in oldest]
        dead = [letter.reason for letter in self.dead(limit=1)]
        return next((error for error in [*waiting, *dead] if error), "")
