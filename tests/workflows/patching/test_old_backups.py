"""Only what we took, wrote down, and need no more is removed, and each removal is in the audit log."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.errors import AssistantError, Incomplete, NotFound
from core.patching.states import State, Step
from core.patching.workflow import Intent, MachineRun
from services.aws.changes.change_role import Execution
from services.aws.changes.old_backups import OldBackup
from services.store import Changes, Put, Store
from tests.core.examples import NOW, StillClock, instance_id
from tests.core.schedules import AARON, DAY, standing
from tests.workflows.fakes import DENIED
from tests.workflows.reporting import memory_store
from workflows.patching.old_backups import OldBackups
from workflows.patching.records import new_patch

PATCH = standing().workflow.workflow_id


def snapshot(snapshot_id: str = "snap-1", **more: object) -> OldBackup:
    facts: dict[str, object] = {
        "kind": "snapshot",
        "backup_id": snapshot_id,
        "workflow_id": PATCH,
        "instance_id": instance_id(1),
        "size_gib": 20,
        "expires": NOW - DAY,
    }
    return OldBackup.model_validate({**facts, **more})


@dataclass
class Shelf:
    """Snapshots in AWS; `refusing` are answered with an error."""

    kept: dict[str, OldBackup] = field(default_factory=dict)
    refusing: dict[str, AssistantError] = field(default_factory=dict)
    by: list[Execution] = field(default_factory=list)

    def ours(self) -> list[OldBackup]:
        return list(self.kept.values())

    def remove(self, backup_id: str, execution: Execution) -> None:
        if backup_id in self.refusing:
            raise self.refusing[backup_id]
        self.by.append(execution)
        del self.kept[backup_id]


def shelf(*several: OldBackup) -> Shelf:
    return Shelf({each.backup_id: each for each in several})


def stored(
    state: State = State.VERIFIED, step: Step = Step.DONE, snapshots: str = "snap-1,snap-2", volume: str = "vol-1"
) -> Store:
    """A store with one patch of one machine, and what was written down of its backup."""
    store = memory_store(StillClock())
    intent = Intent(mark="sre:x", asked_at=NOW, done_at=NOW, result={"snapshots": snapshots})
    run = MachineRun(
        workflow_id=PATCH,
        instance_id=instance_id(1),
        wave=0,
        since=NOW,
        intents={"snapshots": intent},
        facts={"kept_volume": volume},
    )
    doc, key = run.model_dump(mode="json"), f"{PATCH}/{instance_id(1)}"
    machine = Put("machine", key, doc, expect=None, state=step)
    store.commit(Changes(puts=(new_patch(standing().workflow, state, None), machine)))
    return store


def clear(there: Shelf, store: Store, now: datetime = NOW, *, may_change: bool = True) -> str:
    return OldBackups([there], store, may_change=may_change).clear(now)


def test_what_has_expired_is_removed_in_the_name_of_whoever_approved_and_audited() -> None:
    there, store = shelf(snapshot(), snapshot("snap-2")), stored()
    assert clear(there, store) == "2 expired snapshots removed"
    assert (there.kept, there.by) == ({}, [Execution(PATCH, AARON)] * 2)
    rows = [(row.entry.action, row.entry.detail["snapshot"]) for row in store.audit_rows(subject=PATCH)]
    assert rows == [(action, name) for name in ("snap-1", "snap-2") for action in ("aws asked", "aws done")]


@pytest.mark.parametrize("state", [State.NEEDS_HUMAN, State.RUNNING, State.ROLLING_BACK, State.WAITING])
def test_the_backup_of_a_patch_that_is_not_over_or_needs_a_human_is_kept(state: State) -> None:
    there = shelf(snapshot())
    assert clear(there, stored(state)) == ""
    assert there.kept


def test_the_backup_of_a_machine_that_needs_a_human_is_kept_whatever_became_of_the_patch() -> None:
    there = shelf(snapshot())
    assert clear(there, stored(State.ROLLED_BACK, Step.NEEDS_HUMAN)) == ""
    assert there.kept


def test_the_backup_goes_once_a_person_has_looked_at_the_machine() -> None:
    there = shelf(snapshot())
    assert clear(there, stored(State.HANDLED, Step.NEEDS_HUMAN)) == "1 expired snapshot removed"
    assert not there.kept


def test_nothing_is_removed_under_whatever_is_being_done_to_the_machine() -> None:
    there, store = shelf(snapshot()), stored()
    store.put(Put("machine_lock", instance_id(1), {}, expect=None))
    assert clear(there, store) == ""
    assert there.kept


@pytest.mark.parametrize(
    "other",
    [
        {"expires": NOW + timedelta(seconds=1)},
        {"expires": None},
        {"workflow_id": "w-20261120-ffffff"},
        {"workflow_id": ""},
        {"instance_id": instance_id(2)},
        {"backup_id": "snap-9"},
        {"backup_id": "snap-"},
    ],
)
def test_a_snapshot_that_is_not_due_or_that_we_did_not_write_down_is_kept_whatever_its_tags_say(
    other: dict[str, Any],
) -> None:
    there = shelf(snapshot(**other))
    assert clear(there, stored()) == ""
    assert there.kept


def test_without_a_role_for_changes_it_only_says_what_it_would_remove() -> None:
    there, store = shelf(snapshot()), stored()
    assert clear(there, store, may_change=False) == "1 expired snapshot would be removed, were there a role for changes"
    assert there.kept
    assert store.audit_rows() == []


def test_one_that_cannot_be_removed_keeps_no_other_and_is_named_and_audited() -> None:
    there, store = shelf(snapshot(), snapshot("snap-2")), stored()
    there.refusing["snap-1"] = DENIED
    with pytest.raises(Incomplete, match=r"1 expired snapshot could not be removed: snap-1\."):
        clear(there, store)
    assert list(there.kept) == ["snap-1"]
    assert [row.entry.action for row in store.audit_rows()] == ["aws asked", "aws refused", "aws asked", "aws done"]


def test_one_that_is_gone_already_is_no_failure() -> None:
    there, store = shelf(snapshot()), stored()
    there.refusing["snap-1"] = NotFound("There is no such snapshot.")
    assert clear(there, store) == "1 expired snapshot removed"
    assert store.audit_rows()[-1].entry.detail["result"] == "It was gone already."


def test_a_replaced_volume_goes_with_the_same_care() -> None:
    mine, other = (snapshot(name, kind="volume") for name in ("vol-1", "vol-2"))
    there, snapshots, store = shelf(mine, other), shelf(snapshot()), stored(State.ROLLED_BACK, Step.ROLLED_BACK)
    done = OldBackups([snapshots, there], store, may_change=True).clear(NOW)
    assert done == "1 expired snapshot and 1 expired volume removed"
    assert list(there.kept) == ["vol-2"]
    rows = [row.entry.detail for row in store.audit_rows(subject=PATCH) if row.entry.action == "aws done"]
    assert [(row["effect"], row.get("volume")) for row in rows] == [
        ("remove snapshot", None),
        ("remove volume", "vol-1"),
    ]
