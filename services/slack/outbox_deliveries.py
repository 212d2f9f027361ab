"""What Slack has of each message: where it stands, and how the attempts to bring it there went."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.clock import Clock
from core.errors import Conflict
from core.model import Model
from services.store import ABSENT, Put, Store

KIND = "outbox_delivery"
IDLE, SENDING = "idle", "sending"


class Place(Model):
    """Where a message stands in Slack; `ts` is empty for a file, of which Slack does not tell it."""

    channel: str
    ts: str


class Ticket(Model):
    """An upload whose bytes are at Slack and that nobody sees before it is completed, which can be done once.

    `digest` is that of the bytes; `doubts` are the attempts that may have had an effect before there was this ticket.
    """

    file_id: str
    digest: str
    uploaded: datetime
    doubts: int = 0


class Delivery(Model):
    """A message's way to Slack.

    `place` is where it stands, None before it was posted; `digest` tells what it looks like there. `failures` are
    those since the last success, the first of them at `failing_since`; `lost` counts the posts whose answer never
    came, `broken` those that Slack failed at: each of them may stand in Slack. `ticket` is how far a file has come.
    `gone` is how often it stood in Slack and was removed there; without a place it is to be posted anew.
    """

    place: Place | None = None
    digest: str = ""
    failures: int = 0
    failing_since: datetime | None = None
    lost: int = 0
    broken: int = 0
    error: str = ""
    ticket: Ticket | None = None
    gone: int = 0

    @property
    def removed(self) -> "Delivery":
        """After it was found to be gone: to be posted as if it never had been."""
        return Delivery(gone=self.gone + 1)

    @property
    def doubts(self) -> int:
        """How many attempts may have had an effect that nobody has seen."""
        return self.lost + self.broken


@dataclass(frozen=True, slots=True)
class Known:
    """A delivery as stored. `due` is when to try again, or until when somebody is `sending` it."""

    delivery: Delivery = field(default_factory=Delivery)
    version: int = ABSENT
    sending: bool = False
    due: datetime | None = None

    def free(self, now: datetime) -> bool:
        """Whether it may be attempted: nobody is at it, and no pause after a failure is running."""
        return self.due is None or self.due <= now


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to deliver a message, and what was known when it was claimed."""

    key: str
    delivery: Delivery
    version: int


class Deliveries:
    """The stored deliveries."""

    def __init__(self, store: Store, clock: Clock, keep: timedelta) -> None:
        self._store = store
        self._clock = clock
        self._keep = keep

    def known(self, key: str) -> Known:
        """What is known about the delivery of a message; nothing, to begin with."""
        record = self._store.get(KIND, key)
        if record is None:
            return Known()
        delivery = Delivery.model_validate(record.doc)
        return Known(delivery, record.version, record.state == SENDING, record.due)

    def place(self, key: str) -> Place | None:
        """Where a message stands, None while it was not posted."""
        return self.known(key).delivery.place

    def claim(self, key: str, known: Known, lease_s: float) -> Claim | None:
        """Become the only sender of a message until the lease ends; None: somebody else was faster.

        From here on nobody can tell what the message looks like in Slack, until the delivery is recorded again.
        """
        # A lease that ran out means that a sender died in the middle: what it posted may stand in Slack.
        lost = known.delivery.lost + (known.sending and known.delivery.place is None)
        delivery = known.delivery.model_copy(update={"digest": "", "lost": lost})
        due = self._clock.now() + timedelta(seconds=lease_s)
        try:
            version = self._store.put(self._put(key, delivery, known.version, SENDING, due))
        except Conflict:
            return None
        return Claim(key, delivery, version)

    def noted(self, claim: Claim, delivery: Delivery, lease_s: float) -> Claim:
        """Record how far a delivery under way has come, and go on with a lease that begins anew.

        Raises:
            Conflict: the claim was lost; whoever has it now begins where the record ends.
        """
        due = self._clock.now() + timedelta(seconds=lease_s)
        version = self._store.put(self._put(claim.key, delivery, claim.version, SENDING, due))
        return Claim(claim.key, delivery, version)

    def arrived(self, claim: Claim, place: Place, digest: str) -> None:
        """Record that a message stands in Slack; nothing where the claim was lost."""
        stands = Delivery(place=place, digest=digest, gone=claim.delivery.gone)
        with suppress(Conflict):
            self._store.put(self._put(claim.key, stands, claim.version, IDLE, None))

    def adopt(self, key: str, place: Place, known: Known) -> bool:
        """Take a message that stands in Slack for the one of this key; False: another was posted meanwhile."""
        with suppress(Conflict):
            self._store.put(self._put(key, Delivery(place=place), known.version, IDLE, None))
            return True
        return False

    def gone(self, key: str, known: Known) -> None:
        """Record that a message stands in Slack no longer; nothing where it changed since it was read."""
        with suppress(Conflict):
            self._store.put(self._put(key, known.delivery.removed, known.version, IDLE, None))

    def failed(self, claim: Claim, delivery: Delivery, pause_s: float) -> None:
        """Record a failure and when to try again; nothing where the claim was lost."""
        due = self._clock.now() + timedelta(seconds=pause_s)
        with suppress(Conflict):
            self._store.put(self._put(claim.key, delivery, claim.version, IDLE, due))

    def _put(self, key: str, delivery: Delivery, expect: int, state: str, due: datetime | None) -> Put:
        doc = delivery.model_dump(mode="json")
        return Put(KIND, key, doc, expect=expect, state=state, due=due, expires=self._clock.now() + self._keep)
