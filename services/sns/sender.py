"""What a message of SNS over HTTP has to be before anything is done with it, and the answer to a new subscription."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from core.alerts.reading import Json, word
from core.alerts.times import moment
from core.clock import Clock
from core.errors import NotAllowed
from services.sns.address import checked, fetch
from services.sns.signature import Signatures

_log = logging.getLogger(__name__)
OLDEST = timedelta(hours=2)
"""SNS tries for an hour at most, so what is older was recorded and is sent by somebody else."""

_SKEW = timedelta(minutes=15)
_TYPES = frozenset({"Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"})


class SnsSender:
    """`get` fetches what a checked URL holds; tests give another."""

    def __init__(self, clock: Clock, get: Callable[[str], bytes] = fetch) -> None:
        self._clock = clock
        self._get = get
        self._signatures = Signatures(get)

    def check(self, message: Json) -> None:
        """Let a message pass that SNS sent lately; the same one again is told apart by its MessageId in the store.

        Raises:
            NotAllowed: it is forged, or too old to be a first delivery.
            Upstream: the certificate could not be fetched.
        """
        now = self._clock.now()
        sent: datetime | None = moment(message.get("Timestamp"))
        if sent is None or sent > now + _SKEW or now - sent > OLDEST:
            raise NotAllowed("The message is older than SNS ever delivers, so it was refused as a repetition.")
        self._signatures.check(message, now)

    def confirm(self, message: Json) -> None:
        """Say to SNS that the subscription is wanted; whoever asked has given the key and the message is checked.

        Raises:
            NotAllowed: the address is not one of SNS.
            Upstream: SNS did not answer.
        """
        topic = word(message.get("TopicArn"))
        region = (topic.split(":") + [""] * 4)[3]
        self._get(checked(word(message.get("SubscribeURL")), region))
        _log.info("subscribed to %s", topic)


def from_sns(payload: object) -> Json | None:
    """The message of SNS that a payload is, None where it is something else."""
    if isinstance(payload, dict) and payload.get("Type") in _TYPES and "TopicArn" in payload and "MessageId" in payload:
        return payload
    return None
