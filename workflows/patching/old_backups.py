"""Removes the snapshots of patches whose time is over, and nothing else: each must be one that we wrote down."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.actor import Actor, Door
from core.errors import AssistantError, Incomplete, NotFound
from core.patching.states import State, Step
from services.aws.changes.change_role import Execution
from services.aws.changes.old_snapshots import OldSnapshot
from services.store import Audit, Changes, Store
from workflows.patching.ledger import approver
from workflows.patching.locks import MACHINE_LOCK
from workflows.patching.records import Machine, Patch, Records

_log = logging.getLogger(__name__)
_OVER = frozenset({State.VERIFIED, State.STOPPED, State.ROLLED_BACK, State.REJECTED, State.EXPIRED, State.VOID})
_NAMED = 3


class Snapshots(Protocol):
    """Where snapshots are."""

    def ours(self) -> Sequence[OldSnapshot]:
        """All with our tags; raises Upstream."""
        ...

    def remove(self, snapshot_id: str, execution: Execution) -> None:
        """Delete one for good; raises NotFound, Upstream."""
        ...


@dataclass(frozen=True, slots=True)
class Expired:
    """A snapshot that may go, and the patch that it was taken for."""

    snapshot: OldSnapshot
    patch: Patch


class OldBackups:
    """What has expired is listed first. `may_change` False: there is no role for changes, and listing is all."""

    def __init__(self, snapshots: Snapshots, store: Store, *, may_change: bool) -> None:
        self._snapshots = snapshots
        self._store = store
        self._records = Records(store)
        self._may_change = may_change

    def expired(self, now: datetime) -> tuple[Expired, ...]:
        """What may go: its time is over, its patch has come to a good end, and its id stands in the patch's record.

        A tag alone proves nothing: whoever may tag could have the assistant remove any snapshot.

        Raises:
            Upstream: AWS or the store cannot be read.
        """
        late = [each for each in self._snapshots.ours() if each.expires and each.expires <= now]
        found = [(snapshot, self._patch_of(snapshot)) for snapshot in late]
        return tuple(Expired(snapshot, patch) for snapshot, patch in found if patch)

    def clear(self, now: datetime) -> str:
        """Remove what has expired, each with its rows in the audit log; says what was done.

        Raises:
            Incomplete: some could not be removed; the next time tries again.
            Upstream: as `expired`.
        """
        due = self.expired(now)
        for each in due:
            _log.info("expired: %s of %s", each.snapshot.snapshot_id, each.patch.workflow.workflow_id)
        if not self._may_change:
            return f"{_counted(due)} would be removed, were there a role for changes" if due else ""
        failed = [each for each in due if not self._removed(each)]
        if failed:
            names = ", ".join(each.snapshot.snapshot_id for each in failed[:_NAMED])
            advice = "The log says why; the next run tries again."
            raise Incomplete(f"{_counted(failed)} could not be removed: {names}.", advice=advice)
        return f"{_counted(due)} removed" if due else ""

    def _patch_of(self, snapshot: OldSnapshot) -> Patch | None:
        """The patch that it may be removed for; None: it is kept, also while anything is done to its machine."""
        try:
            patch = self._records.patch(snapshot.workflow_id)
        except NotFound:
            return None
        machine = self._records.machine(snapshot.workflow_id, snapshot.instance_id)
        known = machine is not None and snapshot.snapshot_id in _taken(machine)
        if self._store.get(MACHINE_LOCK, snapshot.instance_id):
            return None
        if not known or patch.state not in _OVER or (machine and machine.step is Step.NEEDS_HUMAN):
            return None
        return patch

    def _removed(self, each: Expired) -> bool:
        workflow_id = each.patch.workflow.workflow_id
        self._audit(each, "aws asked", "")
        try:
            self._snapshots.remove(each.snapshot.snapshot_id, Execution(workflow_id, approver(each.patch.workflow)))
        except NotFound:
            self._audit(each, "aws found", "It was gone already.")
        except AssistantError as error:
            self._audit(each, "aws refused", error.sentence)
            _log.warning("%s was not removed: %s", each.snapshot.snapshot_id, error)
            return False
        else:
            self._audit(each, "aws done", "")
        return True

    def _audit(self, each: Expired, action: str, result: str) -> None:
        workflow, snapshot = each.patch.workflow, each.snapshot
        detail = {
            "effect": "remove snapshot",
            "machine": snapshot.instance_id,
            "snapshot": snapshot.snapshot_id,
            "digest": workflow.digest,
            "result": result,
        }
        actor = Actor(Door.SCHEDULER, user_id=approver(workflow))
        self._store.commit(Changes(audits=(Audit(actor, action, workflow.workflow_id, detail),)))


def _taken(machine: Machine) -> frozenset[str]:
    """The ids of the snapshots that were taken of a machine, as they were written down."""
    told = [intent.result.get("snapshots", "") for intent in machine.run.intents.values()]
    return frozenset(word for text in told for word in text.replace(",", " ").split())


def _counted(several: Sequence[Expired]) -> str:
    return "1 expired snapshot" if len(several) == 1 else f"{len(several)} expired snapshots"
