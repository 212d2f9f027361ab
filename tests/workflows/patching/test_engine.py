import pytest

from core.errors import Conflict
from core.patching.plan import Reboot
from core.patching.states import State, Step
from services.store import Store
from tests.core.patching.examples import WEB_1, WEB_2, plan
from tests.workflows.patching.executions import WORKFLOW, Execution
from tests.workflows.patching.people import AARON, MovedClock
from workflows.patching.locks import MachineLocks


@pytest.fixture
def execution(store: Store, clock: MovedClock) -> Execution:
    return Execution(store, clock)


def test_a_patch_goes_through_its_waves_and_is_verified(execution: Execution) -> None:
    assert execution.run() is State.VERIFIED
    assert execution.steps() == [Step.DONE, Step.DONE]
    counts = {name: execution.land.effects[name, "send Install"] for name in (WEB_1, WEB_2)}
    assert counts == {WEB_1: 1, WEB_2: 1}


def test_the_second_wave_begins_only_when_the_first_has_baked(execution: Execution) -> None:
    for _ in range(200):
        execution.turn()
        execution.clock.advance(seconds=6)
        if execution.patch.workflow.wave == 1:
            break
    assert execution.machine(WEB_1).step is Step.DONE
    baked = execution.patch.workflow.started_at
    assert baked is not None
    assert (execution.clock.now() - execution.machine(WEB_1).run.since).total_seconds() >= 60


def test_a_canary_whose_health_fails_is_rolled_back_by_its_root_volume_and_stops_the_patch(
    execution: Execution,
) -> None:
    execution.land.bodies[WEB_1].healthy = False
    execution.land.bodies[WEB_1].undo_works = False
    assert execution.run() is State.ROLLED_BACK
    assert execution.steps() == [Step.ROLLED_BACK]
    assert execution.land.effects[WEB_1, "root volume"] == 1
    assert "vulnerable again" in execution.said()


def test_the_root_volume_that_was_replaced_is_kept_for_as_long_as_the_backup(execution: Execution) -> None:
    execution.land.bodies[WEB_1].healthy = False
    execution.land.bodies[WEB_1].undo_works = False
    execution.run()
    facts = execution.machine(WEB_1).run.facts
    assert facts["kept_volume"] == "vol-web-1"
    workflow_id, expires = execution.land.kept["vol-web-1"]
    assert workflow_id == WORKFLOW
    assert 6 <= (expires - execution.clock.now()).days <= 7
    assert execution.land.effects[WEB_1, "keep"] == 1


def test_a_replaced_volume_that_cannot_be_tagged_holds_up_nothing_and_is_told(execution: Execution) -> None:
    execution.land.bodies[WEB_1].healthy = False
    execution.land.bodies[WEB_1].undo_works = False
    execution.land.refusing.add("keep")
    assert execution.run() is State.ROLLED_BACK
    assert "refused" in execution.machine(WEB_1).run.facts["kept_volume_untagged"]


def test_a_transaction_that_can_be_undone_is_the_way_back(execution: Execution) -> None:
    execution.land.bodies[WEB_1].healthy = False
    assert execution.run() is State.ROLLED_BACK
    assert execution.land.effects[WEB_1, "send SRE-UndoTransaction"] == 1
    assert not execution.land.effects[WEB_1, "root volume"]


def test_without_an_approved_way_back_a_failure_needs_a_person_and_keeps_the_lock(
    store: Store, clock: MovedClock
) -> None:
    execution = Execution(store, clock, plan(rollback_approved=False))
    execution.land.bodies[WEB_1].healthy = False
    assert execution.run() is State.NEEDS_HUMAN
    assert MachineLocks(store).holder(WEB_1) == WORKFLOW
    assert f"<@{AARON}>" in execution.said()


def test_a_backup_that_fails_leaves_the_machine_unchanged(execution: Execution) -> None:
    execution.land.bodies[WEB_1].snapshots = "error"
    assert execution.run() is State.ROLLED_BACK
    assert execution.steps() == [Step.SKIPPED]
    assert not execution.land.effects[WEB_1, "send Install"]
    assert MachineLocks(execution.store).holder(WEB_1) == ""


def test_an_alarm_before_the_change_leaves_the_machine_alone(execution: Execution) -> None:
    execution.land.bodies[WEB_1].alarm = "ALARM"
    assert execution.run() is State.ROLLED_BACK
    assert not execution.land.effects


def test_a_machine_that_falls_ill_while_it_bakes_is_rolled_back(execution: Execution) -> None:
    while WEB_1 not in str(execution.land.effects) or execution.machine(WEB_1).step is not Step.DONE:
        execution.turn()
        execution.clock.advance(seconds=6)
    execution.land.bodies[WEB_1].alarm = "ALARM"
    execution.turn()
    execution.turn()
    assert execution.machine(WEB_1).step is Step.ROLLBACK


def test_a_machine_whose_tag_is_gone_is_written_to_no_more(execution: Execution) -> None:
    while not execution.land.effects[WEB_1, "send Install"]:
        execution.turn()
        execution.clock.advance(seconds=6)
    execution.land.bodies[WEB_1].opted_in = False
    before = sum(execution.land.effects.values())
    assert execution.run() is State.NEEDS_HUMAN
    assert sum(execution.land.effects.values()) == before


def test_a_restart_that_the_plan_does_not_allow_needs_a_person(store: Store, clock: MovedClock) -> None:
    execution = Execution(store, clock, plan(reboot=Reboot.NEVER))
    assert execution.run() is State.NEEDS_HUMAN
    assert not execution.land.effects[WEB_1, "reboot"]


def test_a_wave_that_has_no_time_left_is_not_begun(execution: Execution) -> None:
    execution.gate.late = "Its window is over."
    assert execution.run() is State.NEEDS_HUMAN
    assert execution.steps() == [Step.DONE]
    assert "Its window is over" in execution.said()


def test_a_machine_that_another_patch_holds_is_left_alone(execution: Execution) -> None:
    execution.store.put(MachineLocks(execution.store).claim(WEB_1, "w-other", execution.clock.now()))
    assert execution.run() is State.ROLLED_BACK
    assert execution.steps() == [Step.SKIPPED]
    assert not execution.land.effects


def test_what_only_people_can_mend_pauses_the_patch_with_one_line_and_goes_on_afterwards(execution: Execution) -> None:
    while not execution.land.effects[WEB_1, "send Install"]:
        execution.turn()
        execution.clock.advance(seconds=6)
    execution.land.denied = True
    for _ in range(30):
        execution.turn()
        execution.clock.advance(seconds=6)
    assert execution.patch.state is State.RUNNING
    assert execution.said().count("It is paused") == 1
    execution.land.denied = False
    assert execution.run() is State.VERIFIED
    assert execution.land.effects[WEB_1, "send Install"] == 1


def test_a_process_that_stalled_and_lost_its_lease_can_change_nothing_any_more(execution: Execution) -> None:
    execution.turn()
    stale, engine = execution.leases.take(WORKFLOW), execution.engine
    assert stale is not None
    execution.clock.advance(seconds=25)
    execution.start()
    execution.turn()
    before = execution.machine(WEB_1)
    with pytest.raises(Conflict):
        engine.turn(stale)
    assert execution.machine(WEB_1) == before


def test_a_restart_by_somebody_else_is_not_verified(execution: Execution) -> None:
    while execution.steps() != [Step.VERIFY]:
        execution.turn()
        execution.clock.advance(seconds=6)
    execution.land.bodies[WEB_1].boot += 1
    assert execution.run() is State.ROLLED_BACK
    assert "nobody asked for" in execution.said()


def test_every_write_is_audited_with_who_approved_it_and_its_mark(execution: Execution) -> None:
    execution.run()
    asked = [row.entry for row in execution.audit() if row.entry.action == "aws asked"]
    done = [row.entry for row in execution.audit() if row.entry.action == "aws done"]
    assert len(asked) == len(done) == sum(execution.land.effects.values())
    assert all(each.actor.user_id == AARON and each.detail["approved_by"] == AARON for each in asked)
    assert len({each.detail["mark"] for each in done}) == len(done)
    assert all(len(str(each.detail["mark"])) <= 100 for each in done)


@pytest.mark.parametrize("hours", [2, -2])
@pytest.mark.parametrize("turns", [8, 22])
def test_a_clock_that_steps_in_the_middle_repeats_nothing(execution: Execution, hours: int, turns: int) -> None:
    for _ in range(turns):
        execution.turn()
        execution.clock.advance(seconds=6)
    execution.clock.advance(hours=hours)
    # A step that has taken hours by the clock is given up, and taken back.
    assert execution.run(2000) in {State.VERIFIED, State.ROLLED_BACK}
    once = {"send Install", "send Scan", "snapshots", "reboot", "root volume"}
    done = {effect: times for effect, times in execution.land.effects.items() if effect[1] in once}
    assert set(done.values()) == {1}


@pytest.mark.parametrize("step", [Step.DRAIN, Step.BACKUP, Step.INSTALL, Step.REBOOT, Step.VERIFY, Step.UNDRAIN])
def test_hours_in_which_nothing_served_are_not_held_against_a_machine(execution: Execution, step: Step) -> None:
    for _ in range(300):
        execution.turn()
        if execution.steps() and execution.steps()[0] is step:
            break
        execution.clock.advance(seconds=6)
    assert execution.machine(WEB_1).step is step
    execution.clock.advance(hours=5)
    execution.start()
    assert execution.run() is State.VERIFIED
