"""A patch that people stop while it runs."""

import pytest

from core.patching.approval import Ruling
from core.patching.states import State, Step
from services.store import Store
from tests.core.patching.examples import WEB_1, WEB_2, plan, planned_machine
from tests.workflows.patching.executions import WORKFLOW, Execution, OpenGate
from tests.workflows.patching.people import AARON, BEA, RITA, MovedClock, Office, person
from workflows.patching.locks import MachineLocks

GROUP_ARN = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/web/1"


@pytest.fixture
def execution(store: Store, clock: MovedClock) -> Execution:
    return Execution(store, clock)


def pressed(execution: Execution, by: str = AARON, reason: str = "") -> Ruling:
    digest = execution.patch.workflow.digest
    return Office(execution.store, execution.clock).approvals.brake(person(by), WORKFLOW, digest, reason)


def until(execution: Execution, step: Step) -> None:
    for _ in range(200):
        if execution.steps()[:1] == [step]:
            return
        execution.turn()
        execution.clock.advance(seconds=6)
    raise AssertionError(execution.steps())


@pytest.mark.parametrize("step", [Step.PRECHECK, Step.DRAIN, Step.BACKUP])
def test_before_the_installation_the_machine_is_left_and_gets_its_traffic_back(
    store: Store, clock: MovedClock, step: Step
) -> None:
    machine = planned_machine(target_group_arns=(GROUP_ARN,))
    others = planned_machine(WEB_2, "web-2")
    execution = Execution(store, clock, plan(bake_s=60, machines=(machine, others)))
    until(execution, step)
    assert pressed(execution, reason="wrong day").counts
    assert execution.run() is State.STOPPED
    assert execution.steps() == [Step.SKIPPED]
    assert not execution.land.effects[WEB_1, "send Install"]
    assert (GROUP_ARN, WEB_1, 80) in execution.land.serving
    assert MachineLocks(store).holder(WEB_1) == ""


@pytest.mark.parametrize("step", [Step.REBOOT, Step.VERIFY, Step.UNDRAIN])
def test_a_machine_that_was_begun_is_finished_and_no_other_is_begun(execution: Execution, step: Step) -> None:
    until(execution, step)
    pressed(execution)
    assert execution.run() is State.STOPPED
    assert execution.steps() == [Step.DONE]
    assert execution.patch.workflow.wave == 0
    assert "1 patched and verified, 1 not begun" in execution.said()


def test_an_installation_under_way_is_never_cut(execution: Execution) -> None:
    while not execution.land.effects[WEB_1, "send Install"]:
        execution.turn()
        execution.clock.advance(seconds=6)
    pressed(execution)
    assert execution.run() is State.STOPPED
    assert execution.steps() == [Step.DONE]
    assert not execution.land.effects[WEB_1, "call back"]


def test_an_installation_that_its_machine_never_began_is_called_back(execution: Execution) -> None:
    execution.land.bodies[WEB_1].deaf = "Install"
    while not execution.land.effects[WEB_1, "send Install"]:
        execution.turn()
        execution.clock.advance(seconds=6)
    pressed(execution)
    assert execution.run() is State.STOPPED
    assert execution.land.effects[WEB_1, "call back"] == 1
    assert execution.steps() == [Step.SKIPPED]


def test_a_stop_while_the_first_wave_is_watched_ends_it_before_the_second(execution: Execution) -> None:
    until(execution, Step.DONE)
    pressed(execution)
    assert execution.run() is State.STOPPED
    assert execution.steps() == [Step.DONE]


def test_a_machine_that_fails_after_the_stop_is_still_rolled_back(execution: Execution) -> None:
    execution.land.bodies[WEB_1].healthy = False
    until(execution, Step.VERIFY)
    pressed(execution)
    assert execution.run() is State.ROLLED_BACK


def test_a_second_click_and_a_late_one_are_told_and_change_nothing(execution: Execution) -> None:
    until(execution, Step.BACKUP)
    assert pressed(execution, AARON).counts
    assert pressed(execution, BEA).why == "already_stopped"
    execution.run()
    assert f"<@{AARON}> stopped it" in pressed(execution, BEA).sentence
    assert [row.entry.action for row in execution.audit()].count("stop patch") == 1


def test_a_stop_after_the_end_is_told_so(execution: Execution) -> None:
    execution.run()
    assert pressed(execution, RITA).sentence.startswith("This patch is done already, so there is nothing to stop.")


class Interrupted(OpenGate):
    """Somebody presses the button right before the next wave is written down."""

    def __init__(self, execution: Execution) -> None:
        super().__init__()
        self._execution = execution

    def time_for(self, *_: object) -> str:
        assert pressed(self._execution).counts
        return ""


def test_a_stop_that_comes_between_look_and_record_is_followed_by_the_next_turn(execution: Execution) -> None:
    execution.gate = Interrupted(execution)
    execution.start()
    assert execution.run() is State.STOPPED
    assert execution.patch.workflow.wave == 0
    assert execution.steps() == [Step.DONE]


def test_who_stops_is_told_by_card_thread_and_audit(execution: Execution) -> None:
    until(execution, Step.BACKUP)
    pressed(execution, reason="wrong <!channel> day")
    said = execution.said()
    assert f"<@{AARON}> stops it" in said
    assert "<!channel>" not in said
    assert execution.patch.workflow.stop is not None
    rows = [row.entry for row in execution.audit() if row.entry.action == "stop patch"]
    assert [(row.actor.user_id, row.detail["reason"]) for row in rows] == [(AARON, "wrong <!channel> day")]
