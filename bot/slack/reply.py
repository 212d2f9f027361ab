"""The answer to one slash command or click, through its response_url: five uses in 30 minutes, no more.

Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import logging
from collections.abc import Callable
from threading import Lock
from typing import Any

from blocks.card import Card
from blocks.fit import fit
from blocks.notice import following_card, working_card
from core.clock import Clock
from core.errors import AssistantError
from core.model import Model

_log = logging.getLogger(__name__)
Send = Callable[[dict[str, Any]], None]
WORKING_AFTER_S = 0.3
_MOST_EDITS = 3
_EDIT_EVERY_S = 1.5


class Reply:
    """Says "working" when the answer takes longer than a moment, then what is being done, then the answer.

    With `edits` each line replaces the one before. A click cannot do that, as it would replace the card that was
    clicked; there the working line stays and the answer follows. `draw` draws an answer that is not whole yet.
    """

    def __init__(
        self, send: Send, clock: Clock, *, edits: bool, what: str, draw: Callable[[Any], Card] | None = None
    ) -> None:
        self._send = send
        self._draw = draw
        self._clock = clock
        self.edits = edits
        self._lock = Lock()
        self._sent = 0
        self._last_s = 0.0
        self._done = self._shown = False
        self._card = working_card(what)

    @property
    def moment_s(self) -> float:
        """How long to wait before `working`: a line that stays is worth a longer wait than one that is replaced."""
        return WORKING_AFTER_S if self.edits else 3 * WORKING_AFTER_S

    def working(self) -> None:
        """Say what is being done, unless the answer is there."""
        with self._lock:
            if not (self._done or self._shown):
                self._show_progress()

    def say(self, what: str, done: int = 0, total: int | None = None) -> None:
        """Progress: shown when the working line stands already, at most three times, not too often."""
        with self._lock:
            self._card = working_card(what, done, total)
            due = self._clock.monotonic() - self._last_s >= _EDIT_EVERY_S
            if self.edits and due and 0 < self._sent <= _MOST_EDITS and not (self._done or self._shown):
                self._show_progress()

    def so_far(self, answer: Model) -> None:
        """A first part of the answer in place of the working line; from then on only the answer replaces it."""
        with self._lock:
            if self.edits and self._draw and self._sent <= _MOST_EDITS and not (self._done or self._shown):
                self._card, self._shown = following_card(self._draw(answer)), True
                self._show_progress()

    def finish(self, card: Card) -> None:
        """The answer; nothing is said after it."""
        with self._lock:
            if not self._done:
                self._done = True
                self._post(card)

    def _show_progress(self) -> None:
        """A line that Slack does not take costs that line only, never the work that it tells about."""
        try:
            self._post(self._card)
        except AssistantError as error:
            _log.warning("a working line could not be shown: %s", error)

    def _post(self, card: Card) -> None:
        replaces = self.edits and self._sent > 0
        self._sent += 1
        self._last_s = self._clock.monotonic()
        self._send({"response_type": "ephemeral", "replace_original": replaces, **fit(card).payload()})
