"""Brings one message to Slack and records how that went, so that a crash at any point costs one duplicate at most."""

import logging
from collections.abc import Callable
from contextlib import suppress
from secrets import SystemRandom
from time import sleep

from core.clock import Clock
from core.errors import Cause, Conflict, Upstream
from services.slack.errors import SlackRefused, SlackThrottled
from services.slack.outbox_deliveries import Claim, Deliveries, Delivery, Place
from services.slack.outbox_gone import Gone
from services.slack.outbox_message import (
    DEAD,
    KIND,
    METADATA,
    SCHEMA,
    SUSPECT,
    KeptFiles,
    Letter,
    Message,
    Pending,
    SlackApi,
    Timing,
    intent,
)
from services.slack.outbox_pace import Pace
from services.slack.outbox_uploads import Uploads, without_effect
from services.store import Changes, Delete, Put, Store

_RANDOM = SystemRandom()
_MOST_ATTEMPTS = 100
"""To note where a message stands: with the store's own patience ten minutes."""

_log = logging.getLogger(__name__)


class Courier:
    """Delivers messages: posts what is new, edits what stands in Slack already."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        api: SlackApi,
        files: KeptFiles,
        pace: Pace,
        timing: Timing,
        jitter: Callable[[], float] = _RANDOM.random,
    ) -> None:
        self._store = store
        self._clock = clock
        self._api = api
        self._pace = pace
        self._timing = timing
        self._jitter = jitter
        self._deliveries = Deliveries(store, clock, timing.keep)
        self._gone = Gone(api, self._deliveries, timing.most_gone)
        self._uploads = Uploads(api, files, clock)

    def deliver(self, pending: Pending) -> None:
        """Bring a message to Slack. Slack's failures are recorded, the store's are raised as `Upstream`."""
        known = self._deliveries.known(pending.message.key)
        stands = known.delivery.digest == pending.message.digest
        if stands or (pending.message.file and known.delivery.place):
            self._finish(pending)
        elif claim := self._deliveries.claim(pending.message.key, known, self._timing.lease_s):
            self._attempt(pending, claim)

    def _attempt(self, pending: Pending, claim: Claim) -> None:
        current = self._store.get(KIND, pending.message.key)
        if current is None or current.version != pending.record.version:
            self._deliveries.failed(claim, claim.delivery, 0)  # edited since it was read: the newer one will go
            return
        try:
            claim = self._uploaded(pending.message, claim)
            place = self._send(pending.message, claim.delivery)
        except Upstream as error:
            self._failed(pending, claim, error)
        except Conflict:
            return  # the lease ran out during the upload: whoever has the claim now goes on
        else:
            self._pace.arrived(pending.message.channel)
            self._remember(claim, place, pending.message.digest)
            self._finish(pending)

    def _remember(self, claim: Claim, place: Place, digest: str) -> None:
        """Record where a message stands, however long the state is locked: who forgot it would post it again."""
        for attempt in range(_MOST_ATTEMPTS):
            try:
                self._deliveries.arrived(claim, place, digest)
            except Upstream as error:
                if not error.retryable or attempt == _MOST_ATTEMPTS - 1:
                    raise
                _log.warning("where a message stands could not be noted yet: %s", error)
                sleep(self._timing.backoff_s)
            else:
                return

    def _uploaded(self, message: Message, claim: Claim) -> Claim:
        """Bring the bytes of a file to Slack and note it, so that a crash from here on does not repeat that."""
        file, ticket = message.file, claim.delivery.ticket
        if file is None or (ticket and self._uploads.usable(ticket, file)):
            return claim
        if claim.delivery.doubts:
            self._before_a_second_post(claim.delivery)
        ticket = self._uploads.begin(file, claim.delivery.doubts)
        return self._deliveries.noted(claim, claim.delivery.model_copy(update={"ticket": ticket}), self._timing.lease_s)

    def _send(self, message: Message, delivery: Delivery) -> Place:
        if message.file and (ticket := delivery.ticket):
            doubtful = delivery.doubts > ticket.doubts
            return self._uploads.complete(message.file, ticket, self._address(message), doubtful=doubtful)
        content: dict[str, object] = {"text": message.text}
        if message.blocks:
            content["blocks"] = list(message.blocks)
        if place := delivery.place:
            self._api.call("chat.update", channel=place.channel, ts=place.ts, **content)
            return place
        if delivery.doubts:
            self._before_a_second_post(delivery)
        answer = self._api.call(
            "chat.postMessage",
            **self._address(message),
            **content,
            metadata={"event_type": METADATA, "event_payload": {"key": message.key}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Place(channel=answer["channel"], ts=answer["ts"])

    def _before_a_second_post(self, delivery: Delivery) -> None:
        """Post again only when Slack answers, so that an outage costs one duplicate however long it lasts."""
        if delivery.lost >= self._timing.most_lost:
            raise _final(f"Slack did not answer {delivery.lost} times; the message may stand there as often.")
        with without_effect():
            self._api.call("auth.test")

    def _address(self, message: Message) -> dict[str, object]:
        if message.thread_ts:
            return {"channel": message.channel, "thread_ts": message.thread_ts}
        if not message.thread_key:
            return {"channel": message.channel}
        root = self._deliveries.known(message.thread_key).delivery
        if root.place:
            return {"channel": root.place.channel, "thread_ts": root.place.ts}
        if root.gone:
            return {"channel": message.channel}
        raise _final("The message whose thread it belongs in was never posted.")

    def _failed(self, pending: Pending, claim: Claim, error: Upstream) -> None:
        if isinstance(error, SlackRefused) and self._gone.noticed(pending.message, claim, error):
            return
        if not error.retryable:
            self._bury(pending, claim, error.code if isinstance(error, SlackRefused) else error.sentence)
        elif self._overdue(claim.delivery):
            self._bury(pending, claim, f"gave up: {error.sentence}")
        else:
            self._retry_later(pending, claim, error)

    def _retry_later(self, pending: Pending, claim: Claim, error: Upstream) -> None:
        before = claim.delivery
        posting = before.place is None
        changed = {
            "lost": before.lost + (posting and error.cause is Cause.TIMED_OUT),
            "broken": before.broken + (posting and error.cause is Cause.BROKEN),
            "failures": before.failures + 1,
            "failing_since": before.failing_since or self._clock.now(),
            "error": error.sentence,
        }
        pause_s = self._pause_s(pending.message.channel, before, error)
        self._deliveries.failed(claim, before.model_copy(update=changed), pause_s)
        if isinstance(error, SlackThrottled):  # rests until the message's own wait is over, so that it is first again
            self._pace.hold(pending.message.channel, pause_s)

    def _pause_s(self, channel: str, before: Delivery, error: Upstream) -> float:
        """How long this message waits by itself. Mostly its channel rests instead, which keeps the order in it."""
        if isinstance(error, SlackThrottled):
            self._pace.hold(channel, error.retry_after_s)
            return error.retry_after_s
        if before.failures >= SUSPECT and self._pace.works(channel):
            return self._longest_pause_s(before.failures)
        failures = self._pace.failed(channel)
        longest_s = self._longest_pause_s(failures - 1)
        if failures % SUSPECT == 0:
            return longest_s / 2  # over before any later rest of the channel, so that it is first again
        self._pace.hold(channel, longest_s * (0.5 + self._jitter() / 2))
        return 0

    def _overdue(self, delivery: Delivery) -> bool:
        since = delivery.failing_since
        return since is not None and since + self._timing.give_up <= self._clock.now()

    def _longest_pause_s(self, failures: int) -> float:
        return min(self._timing.longest_backoff_s, self._timing.backoff_s * 2.0 ** min(failures, 30))

    def _bury(self, pending: Pending, claim: Claim, reason: str) -> None:
        # Whoever replays it may post once more, even where too many answers were lost.
        lost = min(claim.delivery.lost, self._timing.most_lost - 1)
        changed = {"lost": lost, "failures": 0, "failing_since": None, "error": reason}
        self._deliveries.failed(claim, claim.delivery.model_copy(update=changed), 0)
        letter = Letter(message=pending.message, reason=reason).model_dump(mode="json")
        dead = Put(KIND, pending.message.key, letter, pending.record.version, state=DEAD, schema=SCHEMA)
        instead = (intent(pending.message.instead),) if self._has_a_thread(pending.message) else ()
        with suppress(Conflict):
            self._store.commit(Changes(puts=(dead, *instead)))

    def _has_a_thread(self, message: Message) -> bool:
        """Whether there is a thread whose readers miss the file of a message."""
        known = bool(message.thread_ts) or self._deliveries.place(message.thread_key) is not None
        return message.file is not None and known

    def _finish(self, pending: Pending) -> None:
        # A newer edit has another version and stays.
        with suppress(Conflict):
            delivered = Delete(KIND, pending.message.key, pending.record.version)
            self._store.commit(Changes(deletes=(delivered,)))


def _final(sentence: str) -> Upstream:
    return Upstream(sentence, cause=Cause.REFUSED, retryable=False)
