"""Saying that somebody has looked at a patch that needed a person."""

import pytest

from core.patching.handling import judge_handled, what_is_free
from core.patching.standing import MachineStanding, Standing
from core.patching.states import State, Step
from tests.blocks.patches import AARON, BEA, DIGEST, EVERY, RITA, run, standing
from tests.core.patching.examples import WEB_1, WEB_2

MEMBERS = frozenset({AARON, BEA})


def needing(*machines: MachineStanding) -> Standing:
    return standing(State.NEEDS_HUMAN, *machines)


@pytest.mark.parametrize("user", [AARON, RITA])
def test_those_who_may_approve_and_who_asked_may_say_so(user: str) -> None:
    ruling = judge_handled(needing(run(WEB_1, Step.NEEDS_HUMAN)), MEMBERS, user, DIGEST)
    assert ruling.why == "complete"
    assert ruling.sentence.endswith("web-1 may be planned and patched again.")


def test_nobody_else_may() -> None:
    assert judge_handled(needing(), MEMBERS, "U0STRANGE1", DIGEST).why == "not_approver"


@pytest.mark.parametrize("state", [state for state in State if state is not State.NEEDS_HUMAN])
def test_only_what_needs_a_person_can_be_handled(state: State) -> None:
    assert judge_handled(standing(state), MEMBERS, AARON, DIGEST).why == "not_waiting"


def test_who_comes_second_is_told_who_was_first() -> None:
    assert f"<@{BEA}> said so at 12:00 UTC" in judge_handled(EVERY["handled"], MEMBERS, AARON, DIGEST).sentence


def test_the_click_on_a_card_of_another_plan_counts_nothing() -> None:
    assert judge_handled(needing(), MEMBERS, AARON, "another").why == "stale"


def test_only_machines_that_were_held_are_told_to_be_free() -> None:
    assert what_is_free(needing()) == "No machine was held for it."
    assert what_is_free(needing(run(WEB_1, Step.SKIPPED))) == "No machine was held for it."
    assert what_is_free(needing(run(WEB_1, Step.DONE), run(WEB_2, Step.NEEDS_HUMAN))).startswith("2 machines may")
