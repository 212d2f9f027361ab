"""What a patch does where EC2 takes no further snapshot."""

import pytest

from core.patching.plan import PlannedVolume
from core.patching.states import State, Step
from services.store import Store
from tests.core.patching.examples import WEB_1, WEB_2, plan, planned_machine
from tests.workflows.patching.executions import Execution
from tests.workflows.patching.people import MovedClock


def execution_of(store: Store, clock: MovedClock, kind: str) -> Execution:
    root = PlannedVolume(volume_id="vol-1", device="/dev/xvda", size_gib=20, encrypted=True, root=True, kind=kind)
    machines = (planned_machine(volumes=(root,)), planned_machine(WEB_2, "web-2"))
    return Execution(store, clock, plan(bake_s=60, machines=machines))


def turns(execution: Execution) -> None:
    for _ in range(30):
        execution.turn()
        execution.clock.advance(seconds=6)


@pytest.mark.parametrize(("kind", "most"), [("gp3", 5), ("io2", 5), ("st1", 1), ("sc1", 1), ("", 1), ("new", 1)])
def test_a_machine_waits_before_anything_is_changed_until_its_volumes_can_be_backed_up(
    store: Store, clock: MovedClock, kind: str, most: int
) -> None:
    execution = execution_of(store, clock, kind)
    execution.land.bodies[WEB_1].others = most
    turns(execution)
    assert execution.steps() == [Step.PRECHECK]
    assert f"it takes {most} at once" in execution.machine(WEB_1).run.note
    assert set(execution.land.effects) <= {(WEB_1, "send SRE-MachineFacts")}
    execution.land.bodies[WEB_1].others = most - 1
    assert execution.run() is State.VERIFIED


def test_where_the_account_takes_no_more_nothing_is_installed_and_the_limit_is_named(
    store: Store, clock: MovedClock
) -> None:
    execution = execution_of(store, clock, "gp3")
    execution.land.bodies[WEB_1].full = True
    assert execution.run() is State.ROLLED_BACK
    assert execution.steps() == [Step.SKIPPED]
    assert "as many snapshots as it may" in execution.said()
    assert not execution.land.effects[WEB_1, "send Install"]
