import threading
from datetime import datetime, timedelta
from itertools import count

import pytest

from core.answers.health import State as Health
from core.patching.states import State
from services.store import ABSENT, Put, Store
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


def test_a_patch_that_cannot_be_read_stops_no_other(execution: Execution) -> None:
    strange = Put("patch", "w-20250101-000000", {"of": "another version"}, ABSENT, state=State.RUNNING, schema=99)
    execution.store.put(strange)
    made = runner(execution)
    looked(made)
    assert execution.patch.state is State.RUNNING
    assert "w-20250101-000000" in made.parts()[0].detail


def test_a_clock_that_is_set_back_holds_nothing_up(execution: Execution, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, made, looks = execution.clock, runner(execution), count()
    execution.turn()
    steady = clock.monotonic()
    monkeypatch.setattr(clock, "monotonic", lambda: steady)

    def turn(_: Lease) -> datetime:
        next(looks)
        return clock.now() + timedelta(seconds=5)

    monkeypatch.setattr(execution.engine, "turn", turn)
    looked(made)
    clock.advance(hours=-2)
    steady += 6
    looked(made)
    assert next(looks) == 2


def test_after_a_mistake_nobody_waits_until_the_lease_runs_out(
    execution: Execution, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = runner(execution)

    def broken(_: Lease) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(execution.engine, "turn", broken)
    looked(made)
    taken = execution.leases.take(WORKFLOW)
    assert taken is not None
    # Nothing of it is under way, but what it did may not have been told.
    assert (taken.taken_over, taken.former_is_dead) == (True, True)


def test_whatever_goes_wrong_with_a_look_the_next_one_comes(
    execution: Execution, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Runner(execution.engine, execution.leases, execution.store, execution.clock, tick_s=0.005)
    looks = count()
    seen = threading.Event()

    def tick() -> None:
        if next(looks) > 2:
            seen.set()
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(made, "tick", tick)
    made.start()
    assert seen.wait(20)
    assert "see the log" in made.parts()[0].detail
    made.leave()
