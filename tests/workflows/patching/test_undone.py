import pytest

from core.patching.plan import Wave
from core.patching.standing import MachineStanding, Standing
from core.patching.states import State, Step
from core.patching.workflow import MachineRun
from services.store import Changes, Store
from tests.core.patching.examples import AT, planned_machine
from tests.core.patching.test_approval import workflow
from tests.core.patching.ways_back import drill, rollback, undoing
from tests.workflows.patching.ended import WEB_1, ended
from workflows.patching.records import Records
from workflows.patching.undone import Undone, undone

BACK = "w-20260302-bac123"


def back(patch: str, step: Step, *, as_drill: bool = False) -> Standing:
    """A way back that has come to that step."""
    where = {"machines": (planned_machine(WEB_1),), "waves": (Wave(name="back", instance_ids=(WEB_1,)),)}
    made = drill(**where) if as_drill else rollback(undoes=undoing(workflow_id=patch), **where)
    run = MachineRun(workflow_id=BACK, instance_id=WEB_1, wave=0, since=AT)
    machines = (MachineStanding(run=run, step=step),)
    return Standing(workflow=workflow(workflow_id=BACK), state=State.ROLLING_BACK, plan=made, machines=machines)


def come_to(store: Store, step: Step, state: State = State.VERIFIED) -> Undone:
    """What the end of a rollback leaves in a patch in that state."""
    found = undone(Records(store), back(ended(store, state=state), step), AT)
    assert found
    store.commit(Changes(puts=found.puts))
    return found


@pytest.mark.parametrize(
    ("step", "state"), [(Step.ROLLED_BACK, State.ROLLED_BACK), (Step.NEEDS_HUMAN, State.NEEDS_HUMAN)]
)
def test_the_patch_and_its_machine_end_as_the_rollback_did(store: Store, step: Step, state: State) -> None:
    found = come_to(store, step)
    records = Records(store)
    machine = records.machine(found.workflow_id, WEB_1)
    assert machine
    assert (records.patch(found.workflow_id).state, machine.step) == (state, step)


def test_the_card_of_the_patch_says_that_the_machine_is_vulnerable_again(store: Store) -> None:
    found = come_to(store, Step.ROLLED_BACK)
    card = store.get("outbox", f"patch:{found.workflow_id}")
    line = store.get("outbox", f"patch:{found.workflow_id}:undone:{BACK}")
    assert card
    assert line
    assert "vulnerable again" in card.doc["message"]["text"]
    assert "was rolled back on demand" in line.doc["message"]["text"]


def test_no_patch_leaves_its_end_because_another_of_its_machines_came_back(store: Store) -> None:
    assert come_to(store, Step.NEEDS_HUMAN, State.ROLLED_BACK).after is State.ROLLED_BACK


def test_what_was_not_begun_leaves_the_patch_alone(store: Store) -> None:
    assert undone(Records(store), back(ended(store), Step.SKIPPED), AT) is None


def test_a_drill_takes_nothing_back(store: Store) -> None:
    assert undone(Records(store), back(ended(store), Step.ROLLED_BACK, as_drill=True), AT) is None
