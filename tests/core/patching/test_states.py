import pytest

from core.patching.states import ENDS, FOLLOWS, STEP_ENDS, STEP_FOLLOWS, State, Step, may_follow, step_may_follow


def test_every_state_and_step_says_what_may_follow() -> None:
    assert set(FOLLOWS) == set(State)
    assert set(STEP_FOLLOWS) == set(Step)


@pytest.mark.parametrize("state", [each for each in State if each is not State.WAITING])
def test_every_state_can_be_reached(state: State) -> None:
    assert any(state in after for after in FOLLOWS.values())


@pytest.mark.parametrize("step", [each for each in Step if each is not Step.PLANNED])
def test_every_step_can_be_reached(step: Step) -> None:
    assert any(step in after for after in STEP_FOLLOWS.values())


@pytest.mark.parametrize("step", [each for each in Step if each not in STEP_ENDS])
def test_no_machine_can_be_stuck_between_two_ends(step: Step) -> None:
    seen, todo = set[Step](), [step]
    while todo:
        here = todo.pop()
        seen.add(here)
        todo += STEP_FOLLOWS[here] - seen
    assert seen & STEP_ENDS


def test_nothing_leaves_an_end() -> None:
    assert {State.REJECTED, State.EXPIRED, State.VOID, State.ROLLED_BACK, State.HANDLED} == ENDS
    assert not may_follow(State.REJECTED, State.APPROVED)
    assert not step_may_follow(Step.NEEDS_HUMAN, Step.INSTALL)


def test_nothing_is_installed_before_it_is_backed_up() -> None:
    assert [step for step, after in STEP_FOLLOWS.items() if Step.INSTALL in after] == [Step.BACKUP]


def test_a_patch_runs_only_after_it_was_approved() -> None:
    assert {state for state, after in FOLLOWS.items() if State.RUNNING in after} == {State.APPROVED, State.SCHEDULED}
