"""Removes snapshots and replaced volumes of patches whose time is over: each must be one that we wrote down."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.actor import Actor, Door
from core.errors import AssistantError, Incomplete, NotFound
from core.patching.states import ENDS, State, Step
from services.aws.changes.change_role import Execution
from services.aws.changes.old_backups import OldBackup
from services.store import Audit, Changes, Store
from workflows.patching.ledger import approver
from workflows.patching.locks import MACHINE_LOCK
from workflows.patching.records import Machine, Patch, Records
from workflows.patching.steps.kept_volume import KEPT

_log = logging.getLogger(__name__)
_OVER = frozenset({*ENDS, State.VERIFIED, State.STOPPED})
_NAMED = 3


class Shelf(Protocol):
    """Where things of one kind are."""

    def ours(self) -> Sequence[OldBackup]:
        """All with our tags; raises Upstream."""
        ...

    def remove(self, backup_id: str, execution: Execution) -> None:
        """Delete one for good; raises NotFound, Upstream."""
        ...


@dataclass(frozen=True, slots=True)
class Expired:
    """Something that may go, the patch that it was kept for, and where it is."""

    backup: OldBackup
    patch: Patch
    shelf: Shelf


class OldBackups:
    """What has expired is listed first. `may_change` False: there is no role for changes, and listing is all."""

    def __init__(self, shelves: Sequence[Shelf], store: Store, *, may_change: bool) -> None:
        self._shelves = shelves
        self._store = store
        self._records = Records(store)
        self._may_change = may_change

    def expired(self, now: datetime) -> tuple[Expired, ...]:
        """What may go: its time is over, its patch has come to a good end, and its id stands in the patch's record.

        A tag alone proves nothing: whoever may tag could have the assistant remove anything.

        Raises:
            Upstream: AWS or the store cannot be read.
        """
        late = [
            (each, shelf) for shelf in self._shelves for each in shelf.ours() if each.expires and each.expires <= now
        ]
        found = [(backup, self._patch_of(backup), shelf) for backup, shelf in late]
        return tuple(Expired(backup, patch, shelf) for backup, patch, shelf in found if patch)

    def clear(self, now: datetime) -> str:
        """Remove what has expired, each with its rows in the audit log; says what was done.

        Raises:
            Incomplete: some could not be removed; the next time tries again.
            Upstream: as `expired`.
        """
        due = self.expired(now)
        for each in due:
            _log.info("expired: %s of %s", each.backup.backup_id, each.patch.workflow.workflow_id)
        if not self._may_change:
            return f"{_counted(due)} would be removed, were there a role for changes" if due else ""
        failed = [each for each in due if not self._removed(each)]
        if failed:
            names = ", ".join(each.backup.backup_id for each in failed[:_NAMED])
            advice = "The log says why; the next run tries again."
            raise Incomplete(f"{_counted(failed)} could not be removed: {names}.", advice=advice)
        return f"{_counted(due)} removed" if due else ""

    def _patch_of(self, backup: OldBackup) -> Patch | None:
        """The patch that it may be removed for; None: it is kept, also while anything is done to its machine."""
        try:
            patch = self._records.patch(backup.workflow_id)
        except NotFound:
            return None
        machine = self._records.machine(backup.workflow_id, backup.instance_id)
        known = machine is not None and backup.backup_id in _written_down(machine, backup.kind)
        if self._store.get(MACHINE_LOCK, backup.instance_id):
            return None
        needed = machine and machine.step is Step.NEEDS_HUMAN and patch.state is not State.HANDLED
        if not known or needed or patch.state not in _OVER:
            return None
        return patch

    def _removed(self, each: Expired) -> bool:
        workflow_id = each.patch.workflow.workflow_id
        self._audit(each, "aws asked", "")
        try:
            each.shelf.remove(each.backup.backup_id, Execution(workflow_id, approver(each.patch.workflow)))
        except NotFound:
            self._audit(each, "aws found", "It was gone already.")
        except AssistantError as error:
            self._audit(each, "aws refused", error.sentence)
            _log.warning("%s was not removed: %s", each.backup.backup_id, error)
            return False
        else:
            self._audit(each, "aws done", "")
        return True

    def _audit(self, each: Expired, action: str, result: str) -> None:
        workflow, backup = each.patch.workflow, each.backup
        detail = {
            "effect": f"remove {backup.kind}",
            "machine": backup.instance_id,
            backup.kind: backup.backup_id,
            "digest": workflow.digest,
            "result": result,
        }
        actor = Actor(Door.SCHEDULER, user_id=approver(workflow))
        self._store.commit(Changes(audits=(Audit(actor, action, workflow.workflow_id, detail),)))


def _written_down(machine: Machine, kind: str) -> frozenset[str]:
    """The ids of what was kept of a machine."""
    if kind == "volume":
        return frozenset({machine.run.facts[KEPT]}) if KEPT in machine.run.facts else frozenset()
    told = [intent.result.get("snapshots", "") for intent in machine.run.intents.values()]
    return frozenset(word for text in told for word in text.replace(",", " ").split())


def _counted(several: Sequence[Expired]) -> str:
    counts = Counter(each.backup.kind for each in several)
    return " and ".join(
        f"{count} expired {kind}{'s' if count > 1 else ''}" for kind, count in sorted(counts.items()) if count
    )
