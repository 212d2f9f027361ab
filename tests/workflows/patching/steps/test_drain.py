import pytest

from core.patching.states import State, Step
from services.store import Store
from tests.core.patching.examples import WEB_1, WEB_2, plan, planned_machine
from tests.workflows.patching.executions import Execution
from tests.workflows.patching.people import MovedClock

GROUP = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/web/29a1f24ad78381bb"


@pytest.fixture
def execution(store: Store, clock: MovedClock) -> Execution:
    served: dict[str, object] = {"target_group_arns": (GROUP,), "auto_scaling_group": "web-prod"}
    machines = tuple(planned_machine(name, label, **served) for name, label in ((WEB_1, "web-1"), (WEB_2, "web-2")))
    return Execution(store, clock, plan(bake_s=60, machines=machines))


def until(execution: Execution, step: Step) -> None:
    while execution.steps() != [step]:
        execution.turn()
        execution.clock.advance(seconds=6)


def test_a_machine_gets_no_traffic_while_it_is_changed_and_gets_it_back(execution: Execution) -> None:
    until(execution, Step.INSTALL)
    assert (GROUP, WEB_1, 80) not in execution.land.serving
    assert execution.land.lifecycle[WEB_1] == "Standby"
    assert execution.run() is State.VERIFIED
    assert (GROUP, WEB_1, 80) in execution.land.serving
    assert execution.land.lifecycle == {WEB_1: "InService", WEB_2: "InService"}


def test_a_machine_that_fails_leaves_standby_all_the_same(execution: Execution) -> None:
    execution.land.bodies[WEB_1].healthy = False
    assert execution.run() is State.ROLLED_BACK
    assert execution.land.lifecycle[WEB_1] == "InService"
    assert (GROUP, WEB_1, 80) in execution.land.serving


def test_a_backup_that_fails_gives_the_traffic_back(execution: Execution) -> None:
    execution.land.bodies[WEB_1].snapshots = "error"
    execution.run()
    assert execution.land.lifecycle[WEB_1] == "InService"
    assert (GROUP, WEB_1, 80) in execution.land.serving


@pytest.mark.parametrize("kind", ["enter", "exit", "deregister", "register"])
@pytest.mark.parametrize("fate", ["after", "before", "dead", "killed"])
def test_the_lost_answer_of_a_change_of_traffic_is_looked_up(execution: Execution, kind: str, fate: str) -> None:
    execution.land.losing[kind] = fate
    assert execution.run() is State.VERIFIED
    assert execution.land.effects[WEB_1, kind] == 1


def test_a_machine_whose_peer_is_unwell_is_needed_and_left_alone(execution: Execution) -> None:
    execution.land.ill.add(WEB_2)
    assert execution.run() is State.ROLLED_BACK
    assert execution.steps() == [Step.SKIPPED]
    assert not execution.land.effects
