from datetime import timedelta

import pytest

from core.errors import Conflict
from services.store import Store
from tests.workflows.patching.executions import WORKFLOW, Execution
from tests.workflows.patching.people import MovedClock
from workflows.patching.locks import Leases, MachineLocks


@pytest.fixture
def leases(store: Store, clock: MovedClock) -> Leases:
    return Leases(store, clock, lease_s=20)


def test_a_lease_is_held_by_one_until_it_runs_out(leases: Leases, clock: MovedClock) -> None:
    first = leases.take("w-1")
    assert first is not None
    assert leases.take("w-1") is None
    clock.advance(seconds=21)
    second = leases.take("w-1")
    assert second is not None
    assert (second.taken_over, second.fence) == (True, first.fence + 1)


def test_whoever_lost_a_lease_learns_it_at_the_next_check(leases: Leases, clock: MovedClock) -> None:
    stale = leases.take("w-1")
    assert stale is not None
    clock.advance(seconds=21)
    assert leases.take("w-1")
    with pytest.raises(Conflict):
        leases.check(stale)


def test_a_lease_that_is_used_is_renewed(leases: Leases, clock: MovedClock) -> None:
    lease = leases.take("w-1")
    assert lease is not None
    for _ in range(5):
        clock.advance(seconds=15)
        leases.check(lease)
    assert leases.take("w-1") is None


def test_a_lease_that_was_given_back_is_free_at_once_and_nothing_is_taken_over(leases: Leases) -> None:
    lease = leases.take("w-1")
    assert lease is not None
    leases.give_back(lease)
    again = leases.take("w-1")
    assert again is not None
    assert not again.taken_over


def test_a_clock_that_was_set_back_keeps_no_lease_for_hours(leases: Leases, clock: MovedClock) -> None:
    assert leases.take("w-1")
    clock.moment -= timedelta(hours=2)
    assert leases.take("w-1") is not None


def test_a_machine_is_locked_for_one_patch(store: Store, clock: MovedClock) -> None:
    locks = MachineLocks(store)
    store.put(locks.claim("i-1", "w-1", clock.now()))
    store.put(locks.claim("i-1", "w-1", clock.now()))
    with pytest.raises(Conflict, match="w-1"):
        locks.claim("i-1", "w-2", clock.now())
    assert locks.release("i-1", "w-2") == ()
    assert len(locks.release("i-1", "w-1")) == 1


def test_the_lock_of_a_patch_that_ended_well_is_taken_over(store: Store, clock: MovedClock) -> None:
    execution = Execution(store, clock)
    execution.run()
    locks = MachineLocks(store)
    store.put(locks.claim("i-1", WORKFLOW, clock.now()))
    assert locks.claim("i-1", "w-2", clock.now()).doc["workflow_id"] == "w-2"
