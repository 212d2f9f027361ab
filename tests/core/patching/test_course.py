from datetime import timedelta

import pytest

from core.patching.course import Bake, End, NextWave, Working, after_failure, course, stopped
from core.patching.states import State, Step, step_may_follow
from core.patching.workflow import Stop, Workflow
from tests.core.patching.examples import AT, WEB_1, WEB_2, plan

PLAN = plan(bake_s=60)


def workflow(**more: object) -> Workflow:
    fields = {
        "workflow_id": "w-1",
        "plan_id": PLAN.plan_id,
        "digest": "d",
        "criticality": "non_critical",
        "requested_by": "U0REQUEST1",
        "requested_via": "slack",
        "requested_at": AT,
        "channel_id": "C0SREOPS01",
        "quorum": 1,
        "approve_by": AT,
    }
    return Workflow.model_validate(fields | more)


def test_a_wave_that_has_not_begun_is_worked_on() -> None:
    assert course(PLAN, workflow(), {}, AT) == Working(State.RUNNING)


def test_a_way_back_anywhere_is_told_by_the_whole_patch() -> None:
    assert course(PLAN, workflow(), {WEB_1: Step.ROLLBACK}, AT) == Working(State.ROLLING_BACK)


def test_a_wave_that_is_done_bakes_before_the_next_one() -> None:
    until = AT + timedelta(seconds=60)
    assert course(PLAN, workflow(), {WEB_1: Step.DONE}, AT) == Bake(until)
    baking = workflow(baking_until=until)
    assert course(PLAN, baking, {WEB_1: Step.DONE}, AT) == Bake(until)
    assert course(PLAN, baking, {WEB_1: Step.DONE}, until) == NextWave(1)


def test_the_last_wave_bakes_too_before_all_is_verified() -> None:
    done = {WEB_1: Step.DONE, WEB_2: Step.DONE}
    assert isinstance(course(PLAN, workflow(wave=1), done, AT), Bake)
    assert course(PLAN, workflow(wave=1, baking_until=AT), done, AT) == End(State.VERIFIED)


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (Step.SKIPPED, State.ROLLED_BACK),
        (Step.ROLLED_BACK, State.ROLLED_BACK),
        (Step.NEEDS_HUMAN, State.NEEDS_HUMAN),
    ],
)
def test_a_machine_that_is_not_done_ends_the_patch_before_the_next_wave(step: Step, state: State) -> None:
    assert course(PLAN, workflow(), {WEB_1: step}, AT) == End(state)


def test_once_stopped_no_further_wave_begins() -> None:
    stopped_by = workflow(stop=Stop(user_id="U0APPROVE1", at=AT))
    assert course(PLAN, stopped_by, {WEB_1: Step.DONE}, AT) == End(State.STOPPED)
    assert course(PLAN, stopped_by, {WEB_1: Step.SKIPPED}, AT) == End(State.STOPPED)
    assert course(PLAN, stopped_by, {WEB_1: Step.VERIFY}, AT) == Working(State.RUNNING)
    assert course(PLAN, stopped_by, {WEB_1: Step.ROLLED_BACK}, AT) == End(State.ROLLED_BACK)


def test_a_stop_that_left_nothing_out_changes_nothing() -> None:
    stopped_by = workflow(wave=1, stop=Stop(user_id="U0APPROVE1", at=AT))
    assert isinstance(course(PLAN, stopped_by, {WEB_1: Step.DONE, WEB_2: Step.DONE}, AT), Bake)


def test_a_person_is_called_only_when_the_other_machines_of_the_wave_have_ended() -> None:
    both = plan(waves=({"name": "all", "instance_ids": (WEB_1, WEB_2)},))
    steps = {WEB_1: Step.NEEDS_HUMAN, WEB_2: Step.VERIFY}
    assert course(both, workflow(), steps, AT) == Working(State.RUNNING)


def test_a_failure_stops_what_has_not_begun() -> None:
    assert stopped({WEB_1: Step.ROLLBACK, WEB_2: Step.PRECHECK})
    assert not stopped({WEB_1: Step.VERIFY, WEB_2: Step.PRECHECK})


@pytest.mark.parametrize("step", [each for each in Step if each not in {Step.SKIPPED, Step.ROLLED_BACK}])
@pytest.mark.parametrize("approved", [True, False])
def test_every_failure_leads_to_a_step_that_may_follow(step: Step, *, approved: bool) -> None:
    after = after_failure(step, untouched=False, rollback_approved=approved)
    assert step is Step.NEEDS_HUMAN or step_may_follow(step, after)


def test_an_installation_that_changed_nothing_is_only_released() -> None:
    assert after_failure(Step.INSTALL, untouched=True, rollback_approved=True) is Step.RELEASE
    assert after_failure(Step.INSTALL, untouched=False, rollback_approved=False) is Step.NEEDS_HUMAN
