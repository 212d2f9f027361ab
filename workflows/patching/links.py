"""Where a message stands in Slack, as a link."""

import logging
from collections.abc import Callable, Mapping
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Protocol

from core.errors import Upstream
from services.slack.outbox import Outbox, Place
from workflows.patching.announcing import card_key

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.1
_GLANCE_S = 1.0
_ASK_AGAIN_S = 30.0


class SlackApi(Protocol):
    """The part of the client that is needed here."""

    def call(self, method: str, /, **arguments: object) -> Mapping[str, Any]:
        """Slack's answer, or one of our errors."""
        ...


class Question:
    """One question for the link of a place, asked on a thread of its own: whoever wants it need not wait for Slack."""

    def __init__(self, place: Place, ask: Callable[[Place], str]) -> None:
        self.place = place
        self.url = ""
        self._asked_at = monotonic()
        self._ask = ask
        self._done = Event()
        Thread(target=self._run, name="permalink", daemon=True).start()

    def answer(self, within_s: float) -> str:
        """The link; empty where Slack has not told it within that time."""
        self._done.wait(within_s)
        return self.url

    def holds(self, place: Place) -> bool:
        """Whether it need not be asked again: it is answered, or was asked just now."""
        fresh = monotonic() - self._asked_at < _ASK_AGAIN_S
        return self.place == place and (bool(self.url) or not self._done.is_set() or fresh)

    def _run(self) -> None:
        try:
            self.url = self._ask(self.place)
        finally:
            self._done.set()


class Links:
    """Permalinks of messages, remembered: that of a place never changes. Safe to share between threads."""

    def __init__(self, outbox: Outbox, api: SlackApi | None) -> None:
        self._outbox = outbox
        self._api = api
        self._lock = Lock()
        self._questions: dict[str, Question] = {}

    def link(self, workflow_id: str, *, patience_s: float = 0) -> str:
        """The permalink of a patch's card; see `to`."""
        return self.to(card_key(workflow_id), patience_s=patience_s)

    def to(self, message_key: str, *, patience_s: float = 0) -> str:
        """The permalink of a message; empty where it has not been posted within that time, or Slack does not tell.

        A Slack that does not answer is waited for once for each message, and a moment only.
        """
        place = self._place(message_key, patience_s)
        if place is None or self._api is None:
            return ""
        with self._lock:
            known = self._questions.get(message_key)
            if known and known.holds(place):
                return known.url
            question = self._questions[message_key] = Question(place, self._asked)
        return question.answer(_GLANCE_S if known is None or patience_s else 0)

    def _place(self, message_key: str, patience_s: float) -> Place | None:
        place, pause = self._outbox.place(message_key), Event()
        for _ in range(round(patience_s / _LOOK_EVERY_S)):
            if place or self._outbox.refused(message_key) is not None:
                break
            pause.wait(_LOOK_EVERY_S)
            place = self._outbox.place(message_key)
        return place

    def _asked(self, place: Place) -> str:
        if self._api is None:
            return ""
        try:
            answer = self._api.call("chat.getPermalink", channel=place.channel, message_ts=place.ts)
        except Upstream as error:
            _log.info("a message is named without its link: %s", error)
            return ""
        return str(answer.get("permalink", ""))
