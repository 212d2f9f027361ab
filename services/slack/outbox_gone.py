"""Messages that were removed in Slack by somebody else: noticed when they are edited or answered, and posted anew."""

from contextlib import suppress

from core.errors import Upstream
from services.slack.errors import SlackRefused
from services.slack.outbox_deliveries import Claim, Deliveries, Place
from services.slack.outbox_message import Message, SlackApi

_NO_MESSAGE = "message_not_found"
# Slack's words differ by method, for a root that is not there: https://docs.slack.dev/reference/methods
_NO_THREAD = frozenset({"invalid_thread_ts", "thread_not_found", _NO_MESSAGE})


class Gone:
    """Tells a message that is not there any more from one that Slack refuses.

    `most` is how often one message is posted again: where it vanishes each time, a person has to look.
    """

    def __init__(self, api: SlackApi, deliveries: Deliveries, most: int) -> None:
        self._api = api
        self._deliveries = deliveries
        self._most = most

    def noticed(self, message: Message, claim: Claim, error: SlackRefused) -> bool:
        """Whether a refusal means that; then it is recorded, and the message has its next turn at once."""
        if claim.delivery.place:
            again = error.code == _NO_MESSAGE and claim.delivery.gone < self._most
            if again:
                self._deliveries.failed(claim, claim.delivery.removed, 0)
            return again
        again = error.code in _NO_THREAD and not message.thread_ts and self._root_is_gone(message.thread_key)
        if again:
            self._deliveries.failed(claim, claim.delivery, 0)
        return again

    def _root_is_gone(self, key: str) -> bool:
        """Whether the root of a thread was removed; from then on its replies wait until it is posted anew."""
        known = self._deliveries.known(key)
        place = known.delivery.place
        if place is None:
            return known.delivery.gone > 0
        if known.delivery.gone >= self._most or self._is_there(place):
            return False
        self._deliveries.gone(key, known)
        return True

    def _is_there(self, place: Place) -> bool:
        with suppress(Upstream):
            try:
                self._api.call("chat.getPermalink", channel=place.channel, message_ts=place.ts)
            except SlackRefused as error:
                return error.code != _NO_MESSAGE
        return True
