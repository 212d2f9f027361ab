"""Where a patch's card stands in Slack, as a link."""

import logging
from collections.abc import Mapping
from threading import Event
from typing import Any, Protocol

from core.errors import Upstream
from services.slack.outbox import Outbox
from workflows.patching.announcing import card_key

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.1


class SlackApi(Protocol):
    """The part of the client that is needed here."""

    def call(self, method: str, /, **arguments: object) -> Mapping[str, Any]:
        """Slack's answer, or one of our errors."""
        ...


class Links:
    """Permalinks of cards, remembered: they never change. Safe to share between threads."""

    def __init__(self, outbox: Outbox, api: SlackApi | None) -> None:
        self._outbox = outbox
        self._api = api
        self._known: dict[str, str] = {}

    def link(self, workflow_id: str, *, patience_s: float = 0) -> str:
        """The permalink of the card; empty where it has not been posted within that time, or Slack does not tell."""
        if workflow_id not in self._known and (found := self._asked(workflow_id, patience_s)):
            self._known[workflow_id] = found
        return self._known.get(workflow_id, "")

    def _asked(self, workflow_id: str, patience_s: float) -> str:
        place, pause = self._outbox.place(card_key(workflow_id)), Event()
        for _ in range(round(patience_s / _LOOK_EVERY_S)):
            if place or self._outbox.refused(card_key(workflow_id)) is not None:
                break
            pause.wait(_LOOK_EVERY_S)
            place = self._outbox.place(card_key(workflow_id))
        if place is None or self._api is None:
            return ""
        try:
            answer = self._api.call("chat.getPermalink", channel=place.channel, message_ts=place.ts)
        except Upstream as error:
            _log.info("a patch is named without its link: %s", error)
            return ""
        return str(answer.get("permalink", ""))
