"""Who works on what: a fenced lease for each execution, and a lock on each machine.

A lease that has run out is taken over under a higher fence. Whoever takes over writes that fence into every machine
of the patch first, so that no write of the former holder can succeed any more.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from core.clock import Clock
from core.errors import Conflict
from core.patching.states import ENDS, State
from services.holder import is_dead, this_process
from services.store import ABSENT, Delete, Put, Record, Store
from workflows.patching.records import PATCH

LEASE, MACHINE_LOCK = "patch_lease", "machine_lock"
_HELD, _FREE, _LEFT = "held", "free", "left"
_GIVEN_BACK = frozenset({_FREE, _LEFT})
_LEAVES_WITHIN = 0.25
"""Of a lease: how long the connection for a request may take; see `services.aws.changes.change_role`."""


@dataclass(slots=True)
class Lease:
    """The right to carry one patch on, by two clocks, as one of them stands still while the machine sleeps.

    `taken_over` where the holder before did not finish what it did with it; `former_is_dead` where nothing of that one
    can be under way any more.
    """

    workflow_id: str
    fence: int
    version: int
    good_until: float
    due: datetime
    taken_over: bool
    former_is_dead: bool
    guard: Lock = field(default_factory=Lock, repr=False)


class Leases:
    """Takes, renews and gives back leases. Safe to share between threads."""

    def __init__(self, store: Store, clock: Clock, lease_s: float) -> None:
        self._store = store
        self._clock = clock
        self._lease_s = lease_s

    def take(self, workflow_id: str) -> Lease | None:
        """The lease; None while somebody else holds it."""
        record = self._store.get(LEASE, workflow_id)
        if record and self._held(record):
            return None
        fence = int(record.doc["fence"]) if record else 0
        taken_over = bool(record and record.state != _FREE)
        dead = not record or record.state in _GIVEN_BACK or is_dead(str(record.doc.get("holder", "")))
        good_until, due = self._ends()
        after = fence + 1 if taken_over or not record else fence
        try:
            version = self._store.put(self._put(workflow_id, after, record.version if record else ABSENT, _HELD, due))
        except Conflict:
            return None
        return Lease(workflow_id, after, version, good_until, due, taken_over, dead)

    def renew(self, lease: Lease) -> None:
        """Hold it for longer, where it has half run out.

        Raises:
            Conflict: somebody else has taken it over.
        """
        with lease.guard:
            if self._left_s(lease) > self._lease_s / 2:
                return
            good_until, due = self._ends()
            lease.version = self._store.put(self._put(lease.workflow_id, lease.fence, lease.version, _HELD, due))
            lease.good_until, lease.due = good_until, due

    def check(self, lease: Lease) -> None:
        """Raise Conflict where it runs out before a request that begins now has left, so that none is sent without."""
        self.renew(lease)
        if self._left_s(lease) <= self._lease_s * _LEAVES_WITHIN:
            raise Conflict("The execution was not carried on in time, so somebody else may have it.")

    def give_back(self, lease: Lease, *, well: bool = True) -> None:
        """Let anybody take it at once; nothing is under way any more. `well`: all that was done was told, too."""
        with lease.guard, suppress(Conflict):
            state = _FREE if well else _LEFT
            self._store.put(self._put(lease.workflow_id, lease.fence, lease.version, state))

    def _held(self, record: Record) -> bool:
        """Whether it holds; one that ends later than any lease may is of a clock that was set back since."""
        if record.state in _GIVEN_BACK or record.due is None:
            return False
        return timedelta(0) < record.due - self._clock.now() <= timedelta(seconds=self._lease_s * 2)

    def _left_s(self, lease: Lease) -> float:
        by_wall = (lease.due - self._clock.now()).total_seconds()
        return min(lease.good_until - self._clock.monotonic(), by_wall)

    def _ends(self) -> tuple[float, datetime]:
        """When a lease that is taken now ends, by each clock."""
        return self._clock.monotonic() + self._lease_s, self._clock.now() + timedelta(seconds=self._lease_s)

    def _put(self, workflow_id: str, fence: int, expect: int, state: str, due: datetime | None = None) -> Put:
        return Put(LEASE, workflow_id, {"fence": fence, "holder": this_process()}, expect, state=state, due=due)


class MachineLocks:
    """One patch at a time on each machine; kept while a person is needed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(self, instance_id: str, workflow_id: str, at: datetime) -> Put:
        """The change that locks a machine for a patch; commit it with the step that needs it.

        Raises:
            Conflict: another patch has it.
        """
        record = self._store.get(MACHINE_LOCK, instance_id)
        holder = str(record.doc["workflow_id"]) if record else ""
        if record and holder != workflow_id and not self._over(holder):
            said = f"{instance_id} is being changed by the patch {holder}, which has not ended well."
            raise Conflict(said, advice="Where its card calls for a person, *Mark as handled* on it frees the machine.")
        doc = {"workflow_id": workflow_id, "since": at.isoformat()}
        return Put(MACHINE_LOCK, instance_id, doc, record.version if record else ABSENT)

    def release(self, instance_id: str, workflow_id: str) -> tuple[Delete, ...]:
        """The change that unlocks it; none where this patch does not hold the lock."""
        record = self._store.get(MACHINE_LOCK, instance_id)
        if record is None or record.doc["workflow_id"] != workflow_id:
            return ()
        return (Delete(MACHINE_LOCK, instance_id, record.version),)

    def holder(self, instance_id: str) -> str:
        """The patch that holds a machine; empty where none does."""
        record = self._store.get(MACHINE_LOCK, instance_id)
        return str(record.doc["workflow_id"]) if record else ""

    def _over(self, workflow_id: str) -> bool:
        """Whether the holder has ended, and needs nobody."""
        record = self._store.get(PATCH, workflow_id)
        return record is not None and record.state in {*ENDS, State.VERIFIED, State.STOPPED}
