"""Answers that are owed: stored before the acknowledgement, so that a crash or a restart does not swallow a question.

The response URL is stored with it, as nothing else can carry the answer: only its owner can read the file, and the
record goes when the answer is given, or when Slack takes no more answers after 30 minutes.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Lock
from typing import Any
from uuid import uuid4

from blocks.card import Card
from bot.slack.asked import Asked
from bot.slack.ledger import Ledger
from bot.slack.reply import Reply
from core.actor import Actor, Door
from core.clock import Clock
from core.errors import AssistantError
from services.store import ABSENT, Delete, Put, Record, Store

_log = logging.getLogger(__name__)
_KIND = "owed"
_ANSWERABLE = timedelta(minutes=30)
# A promise is stored before the acknowledgement, for which Slack waits 3 s; so the store is not waited for longer.
_PATIENCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Owing:
    """A question that was acknowledged and is not answered yet; `tries` counts the processes that have begun on it.

    `origin` is the key of the first promise of this answer, which names what it posts, however often it is promised.
    """

    key: str
    asked: Asked
    operation: str
    arguments: Mapping[str, Any]
    edits: bool
    tries: int
    origin: str


class Owed:
    """The questions under way. Reading goes on when the store does not answer; only the promise is weaker then."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._open: dict[str, Reply] = {}
        self._due: set[str] = set()
        self._taken: set[str] = set()
        self._process = uuid4().hex
        self._ledger = Ledger(store)
        self._ledger.start()
        self._slow: Event | None = None

    def promise(
        self,
        asked: Asked,
        operation: str,
        arguments: Mapping[str, Any],
        reply: Reply,
        *,
        tries: int = 1,
        origin: str = "",
    ) -> str:
        """Store that an answer is owed and return the key of the promise."""
        key = uuid4().hex
        with self._lock:
            self._open[key] = reply
        begun = {"edits": reply.edits, "tries": tries, "process": self._process, "origin": origin or key}
        doc = _doc(asked, operation, arguments) | begun
        self._wait_for(self._ledger.write(Put(_KIND, key, doc, ABSENT, expires=self._clock.now() + _ANSWERABLE)))
        return key

    def put_off(self, key: str) -> None:
        """It stays owed and is taken up later: Slack did not take the answer, or there was no room to work on it."""
        with self._lock:
            self._open.pop(key, None)
            self._taken.discard(key)
            self._due.add(key)

    def settle(self, key: str) -> None:
        """The answer was given, or refused in words."""
        with self._lock:
            self._open.pop(key, None)
            self._due.discard(key)
        self._ledger.write(Delete(_KIND, key, expect=None))

    def leave(self, card: Card) -> None:
        """Answer whatever is still open with this card, as the process ends."""
        with self._lock:
            still_open = dict(self._open)
        for key, reply in still_open.items():
            try:
                reply.finish(card)
            except AssistantError as error:
                _log.warning("an answer could not be given before the end: %s", error)
            self.settle(key)

    def flush(self, timeout_s: float) -> None:
        """Bring what was promised and settled to disk."""
        if not self._ledger.flush(timeout_s):
            _log.warning("the state is slow; answers that were given may be given again")

    def take_left_over(self) -> list[Owing]:
        """What is owed and not being worked on, oldest first. Each is handed out once, until it is put off."""
        found = self._store.find(_KIND, limit=1000)
        with self._lock:
            to_do = [record for record in found if self._is_to_do(record)]
            self._taken.update(record.key for record in to_do)
            self._due.difference_update(self._taken)
        return [self._owing(record) for record in to_do]

    def _is_to_do(self, record: Record) -> bool:
        """Whether nobody works on it; a promise of our own may be settled before its record is gone."""
        if record.doc["process"] == self._process:
            return record.key in self._due
        return record.key not in self._taken

    def _owing(self, record: Record) -> Owing:
        doc = record.doc
        actor = Actor(Door.SLACK, doc["team_id"], doc["user_id"], doc["channel_id"])
        asked = Asked(actor, doc["response_url"], trigger_id="")
        tries = doc["tries"] + (doc["process"] != self._process)
        origin = doc.get("origin", record.key)
        return Owing(record.key, asked, doc["operation"], doc["arguments"], doc["edits"], tries, origin)

    def _wait_for(self, written: Event) -> None:
        """Wait a moment for a promise to be on disk, but not behind one that took longer than that."""
        if self._slow is not None and not self._slow.is_set():
            return
        if not written.wait(_PATIENCE_S):
            self._slow = written
            _log.warning("the state is slow; answers are given all the same, but a restart may lose some")


def _doc(asked: Asked, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    actor = asked.actor
    return {
        "team_id": actor.team_id,
        "user_id": actor.user_id,
        "channel_id": actor.channel_id,
        "response_url": asked.response_url,
        "operation": operation,
        "arguments": dict(arguments),
    }
