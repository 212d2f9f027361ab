import threading

import pytest

from core.answers.health import State as Health
from core.patching.states import State
from services.store import Store
from tests.workflows.patching.executions import WORKFLOW, Execution
from tests.workflows.patching.people import MovedClock
from workflows.patching.locks import Lease
from workflows.patching.runner import Runner


@pytest.fixture
def execution(store: Store, clock: MovedClock) -> Execution:
    return Execution(store, clock)


def runner(execution: Execution) -> Runner:
    return Runner(execution.engine, execution.leases, execution.store, execution.clock)


def looked(made: Runner) -> None:
    """One look, and the turns that it led to."""
    made.tick()
    while made.busy:
        threading.Event().wait(0.005)


def test_it_carries_a_patch_from_its_approval_to_its_end(execution: Execution) -> None:
    made = runner(execution)
    for _ in range(300):
        looked(made)
        execution.clock.advance(seconds=6)
        if execution.patch.state is State.VERIFIED:
            break
    assert execution.patch.state is State.VERIFIED


def test_a_patch_that_somebody_else_carries_on_is_left_to_them(execution: Execution) -> None:
    other = execution.leases.take(WORKFLOW)
    assert isinstance(other, Lease)
    looked(runner(execution))
    assert execution.patch.state is State.APPROVED


def test_nothing_is_begun_by_one_that_leaves(execution: Execution) -> None:
    made = runner(execution)
    made.leave()
    looked(made)
    made.finish(1)
    assert execution.patch.state is State.APPROVED


def test_what_cannot_be_carried_on_is_told_and_tried_again(
    execution: Execution, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = runner(execution)

    def broken(_: Lease) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(execution.engine, "turn", broken)
    looked(made)
    assert made.parts()[0].state is Health.LIMITED
    monkeypatch.undo()
    execution.clock.advance(seconds=30)
    looked(made)
    assert execution.patch.state is State.RUNNING
    assert made.parts()[0].state is Health.GOOD
