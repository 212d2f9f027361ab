from datetime import timedelta

import pytest

from core.errors import BadRequest, NotFound
from core.patching.states import State, Step
from services.store import Store
from tests.core.patching.examples import AT
from tests.core.patching.ways_back import rollback
from tests.workflows.patching.ended import WEB_1, ended
from tests.workflows.patching.fleet import TWO
from workflows.patching.records import Records
from workflows.patching.undoable import Undoable, Undoables

LATER = "w-20260302-abc123"


def found(store: Store, workflow_id: str = "", instance_id: str = WEB_1) -> Undoable:
    return Undoables(Records(store)).find(instance_id, workflow_id)


def test_without_an_id_it_is_the_last_patch_of_that_machine(store: Store) -> None:
    ended(store)
    ended(store, LATER, at=AT + timedelta(days=1))
    assert found(store).patch.workflow.workflow_id == LATER


def test_what_a_way_back_starts_from_is_what_the_patch_wrote_down(store: Store) -> None:
    undoing = found(store, ended(store)).undoing
    assert (undoing.facts["root_snapshot"], undoing.way) == ("snap-1", "root volume")
    assert undoing.kept_until == AT + timedelta(days=7)
    assert undoing.mark.endswith(f"{WEB_1}:snapshots")


@pytest.mark.parametrize(
    ("state", "step", "why"),
    [
        (State.ROLLED_BACK, Step.ROLLED_BACK, "already, at 2026-03-01 12:00 UTC"),
        (State.NEEDS_HUMAN, Step.NEEDS_HUMAN, "a person has to look"),
        (State.NEEDS_HUMAN, Step.DONE, "a person has to look"),
        (State.HANDLED, Step.NEEDS_HUMAN, "a person has changed it since"),
        (State.ROLLED_BACK, Step.SKIPPED, "did not patch"),
    ],
)
def test_only_what_was_verified_and_stands_can_be_taken_back(store: Store, state: State, step: Step, why: str) -> None:
    undoable = found(store, ended(store, state=state, step=step))
    with pytest.raises(BadRequest, match=why):
        undoable.check()


@pytest.mark.parametrize("state", [State.VERIFIED, State.ROLLED_BACK, State.HANDLED])
def test_a_machine_that_was_verified_can_be_taken_back_whatever_became_of_the_others(
    store: Store, state: State
) -> None:
    found(store, ended(store, state=state)).check()


@pytest.mark.parametrize("state", [State.WAITING, State.RUNNING, State.REJECTED])
def test_a_patch_that_has_not_ended_is_refused_with_its_state(store: Store, state: State) -> None:
    with pytest.raises(BadRequest, match=f"it is {state.value}"):
        found(store, ended(store, state=state))


def test_an_older_patch_waits_until_the_newer_one_is_taken_back(store: Store) -> None:
    first = ended(store)
    ended(store, LATER, at=AT + timedelta(days=1))
    with pytest.raises(BadRequest) as told:
        found(store, first)
    assert told.value.advice == f"Roll {LATER} back first."


def test_a_way_back_is_no_patch(store: Store) -> None:
    ended(store, LATER, state=State.ROLLED_BACK, step=Step.ROLLED_BACK, of=rollback())
    with pytest.raises(BadRequest, match="is a way back itself"):
        found(store, LATER)
    with pytest.raises(NotFound, match="No patch of"):
        found(store)


def test_a_patch_of_another_machine_is_refused(store: Store) -> None:
    with pytest.raises(BadRequest, match="is no patch of"):
        found(store, ended(store), TWO.instance_id)
