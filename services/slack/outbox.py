"""The outbox: what the team must see is stored first and sent then, so that no crash and no outage loses it.

A message has a key. Asking for it is a change to the store (`intent`), committed together with what it tells about;
the serving process's `Sender` brings it to Slack. Asking again under the same key edits the message: the newest
wish wins, and ten that wait become one call. A message that Slack refuses for good becomes a dead letter.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from core.clock import Clock
from core.errors import Cause, Conflict, Upstream
from services.slack.errors import SlackRefused
from services.slack.outbox_deliveries import Deliveries, Place
from services.slack.outbox_message import (
    DEAD,
    KEEP,
    KIND,
    METADATA,
    MOST_WAITING,
    FileOf,
    Lane,
    Letter,
    Message,
    SlackApi,
    Timing,
    intent,
)
from services.slack.outbox_sender import Sender
from services.store import Changes, Delete, Order, Put, Record, Store

__all__ = [
    "METADATA",
    "Copy",
    "DeadLetter",
    "FileOf",
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


class Copy(Enum):
    """Which copy of a message it is: the one that is edited, one that is from now on, or one too many."""

    KNOWN = "known"
    ADOPTED = "adopted"
    SURPLUS = "surplus"


class Outbox:
    """Asks for messages and knows about them, in any process; sending is the serving process's."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        api: SlackApi | None = None,
        keep: timedelta = KEEP,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._api = api
        self._deliveries = Deliveries(store, clock, keep)
        self._wake = wake

    def post(self, *messages: Message) -> None:
        """Ask for messages that belong to no other change, all of them or none.

        Raises:
            Upstream: too many of a lane wait already; see `admit`.
        """
        for message in messages:
            self.admit(message)
        self._store.commit(Changes(puts=tuple(map(intent, messages))))
        self._wake()

    def admit(self, message: Message) -> None:
        """Refuse a message whose lane is full, for callers that commit its intent with other changes.

        What is urgent is never refused, nor an edit of what waits. Callers sum up what was refused.

        Raises:
            Upstream: as many of its lane wait as `MOST_WAITING` allows.
        """
        most = MOST_WAITING.get(message.lane)
        if most is None or self._store.count(KIND, state=message.lane) < most:
            return
        waiting = self._store.get(KIND, message.key)
        if waiting is None or waiting.state == DEAD:
            raise Upstream(
                f"{most:,} messages wait for Slack already, so this one was not taken.",
                cause=Cause.BROKEN,
                retryable=True,
                advice="See /sre-health; nothing urgent is ever left out.",
            )

    def withdraw(self, *keys: str) -> None:
        """Ask no more for messages that were not sent yet; what stands in Slack stays there."""
        self._store.commit(Changes(deletes=tuple(Delete(KIND, key, expect=None) for key in keys)))

    def recognise(self, channel: str, ts: str, key: str) -> Copy:
        """Say which copy of a message somebody clicked; `key` comes from the `event_payload` of its metadata.

        Where an answer of Slack's was lost a message may stand twice: the copy nobody knows is taken over where none
        is known, and removed from the channel where another is.

        Raises:
            Upstream: the surplus copy could not be removed now.
        """
        place = Place(channel=channel, ts=ts)
        known = self._deliveries.known(key)
        while known.delivery.place is None:
            if self._deliveries.adopt(key, place, known):
                self._wake()
                return Copy.ADOPTED
            # Whoever posts it has written meanwhile: perhaps that it stands at this very place.
            known = self._deliveries.known(key)
        if known.delivery.place == place:
            return Copy.KNOWN
        self._remove(place)
        return Copy.SURPLUS

    def _remove(self, place: Place) -> None:
        if self._api is None:
            raise ValueError("only the serving process, which has Slack's API, can remove messages")
        try:
            self._api.call("chat.delete", channel=place.channel, ts=place.ts)
        except SlackRefused as error:
            if error.code != "message_not_found":
                raise

    def place(self, key: str) -> Place | None:
        """Where a message stands in Slack, None while it has not been posted."""
        return self._deliveries.place(key)

    def refused(self, key: str) -> str | None:
        """Why Slack does not take a message, None while that is not known."""
        record = self._store.get(KIND, key)
        return str(record.doc.get("reason", "")) if record and record.state == DEAD else None

    def knows(self, key: str) -> bool:
        """Whether a message was ever asked for, whatever became of it."""
        return self._store.get(KIND, key) is not None or self._deliveries.place(key) is not None

    def removed(self, key: str) -> bool:
        """Whether a message was found to be removed in Slack, and nobody has asked for it again since."""
        delivery = self._deliveries.known(key).delivery
        return delivery.place is None and delivery.gone > 0 and self._store.get(KIND, key) is None

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
