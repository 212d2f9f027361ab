"""Stopping a patch while it runs."""

from collections.abc import Mapping

import pytest

from core.patching.plan import Plan
from core.patching.standing import MachineStanding, Standing
from core.patching.states import STEP_ENDS, State, Step
from core.patching.stopping import Fate, fates, judge_brake, may_be_left, what_happens
from core.patching.workflow import Intent, Stop
from tests.blocks.patches import AARON, BEA, DIGEST, RITA, run, standing
from tests.core.patching.examples import AT, WEB_1, WEB_2, plan

MEMBERS = frozenset({AARON, BEA})
UNDOING = {"way": "packages", "facts": {}, "workflow_id": "w-20260301-000001"}


def running(*machines: MachineStanding, made: Plan | None = None, stop: Stop | None = None) -> Standing:
    return standing(State.RUNNING, *machines, made=made, stop=stop)


def with_intents(machine: MachineStanding, *names: str) -> MachineStanding:
    intents: Mapping[str, Intent] = {name: Intent(mark=name, asked_at=AT) for name in names}
    return machine.model_copy(update={"run": machine.run.model_copy(update={"intents": intents})})


@pytest.mark.parametrize("user", [AARON, RITA])
def test_those_who_may_approve_and_who_asked_may_stop_it(user: str) -> None:
    ruling = judge_brake(running(run(WEB_1, Step.BACKUP)), MEMBERS, user, DIGEST)
    assert ruling.why == "complete"
    assert "2 of 2 stay unpatched" in ruling.sentence


def test_nobody_else_may() -> None:
    assert judge_brake(running(), MEMBERS, "U0STRANGE1", DIGEST).why == "not_approver"


def test_who_comes_second_is_told_who_was_first() -> None:
    stopped = running(stop=Stop(user_id=AARON, at=AT))
    ruling = judge_brake(stopped, MEMBERS, BEA, DIGEST)
    assert (ruling.why, ruling.sentence) == ("already_stopped", f"<@{AARON}> stopped it at 12:00 UTC already.")


@pytest.mark.parametrize("state", [state for state in State if state is not State.RUNNING])
def test_only_what_runs_can_be_stopped(state: State) -> None:
    assert judge_brake(standing(state), MEMBERS, AARON, DIGEST).why == "not_waiting"


def test_where_every_machine_is_patched_there_is_nothing_to_stop() -> None:
    done = running(run(WEB_1, Step.DONE), run(WEB_2, Step.DONE))
    assert judge_brake(done, MEMBERS, AARON, DIGEST).why == "nothing_left"


def test_a_way_back_is_never_stopped_in_the_middle() -> None:
    assert judge_brake(running(made=plan(undoes=UNDOING)), MEMBERS, AARON, DIGEST).why == "nothing_left"


def test_the_click_on_a_card_of_another_plan_counts_nothing() -> None:
    assert judge_brake(running(), MEMBERS, AARON, "another").why == "stale"


@pytest.mark.parametrize("step", [step for step in Step if step not in STEP_ENDS])
def test_a_machine_is_left_exactly_where_nothing_was_asked_to_be_installed(step: Step) -> None:
    untouched = {Step.PLANNED, Step.PRECHECK, Step.DRAIN, Step.BACKUP, Step.RELEASE}
    assert may_be_left(step, {"install"}) == (step in untouched)
    assert may_be_left(step, {"override list"}) == (step in {*untouched, Step.INSTALL})


def test_each_machine_is_told_what_becomes_of_it() -> None:
    patch = running(with_intents(run(WEB_1, Step.INSTALL), "install"))
    assert fates(patch) == [("web-1", Fate.FINISHED), ("web-2", Fate.UNTOUCHED)]
    assert what_happens(patch).startswith("web-1 is finished first, as an installation is never cut. 1 of 2 stays")
    assert fates(running(run(WEB_1, Step.DRAIN)))[0] == ("web-1", Fate.GIVEN_BACK)
