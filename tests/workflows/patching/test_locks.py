from contextlib import nullcontext
from datetime import timedelta

import pytest

from core.errors import Conflict
from services.holder import this_process
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


@pytest.mark.parametrize(("seconds", "leaves"), [(14, True), (15, False), (25, False)])
def test_who_stood_still_until_little_of_a_lease_is_left_begins_nothing_more(
    leases: Leases, clock: MovedClock, monkeypatch: pytest.MonkeyPatch, *, seconds: int, leaves: bool
) -> None:
    lease = leases.take("w-1")
    assert lease is not None
    # It stands still between the renewal and the look at the clock.
    monkeypatch.setattr(leases, "renew", lambda _: clock.advance(seconds=seconds))
    with nullcontext() if leaves else pytest.raises(Conflict):
        leases.check(lease)


def test_a_machine_that_slept_has_lost_its_lease_although_one_of_its_clocks_slept_too(
    leases: Leases, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease, awake = leases.take("w-1"), clock.monotonic()
    assert lease is not None
    monkeypatch.setattr(clock, "monotonic", lambda: awake)
    clock.advance(hours=1)
    assert leases.take("w-1") is not None
    with pytest.raises(Conflict):
        leases.check(lease)


@pytest.mark.parametrize("dead", [True, False])
def test_whoever_takes_over_knows_whether_the_former_has_ended(
    leases: Leases, clock: MovedClock, monkeypatch: pytest.MonkeyPatch, *, dead: bool
) -> None:
    assert leases.take("w-1")
    clock.advance(seconds=21)
    asked: list[str] = []

    def is_dead(told: str) -> bool:
        asked.append(told)
        return dead

    monkeypatch.setattr("workflows.patching.locks.is_dead", is_dead)
    taken = leases.take("w-1")
    assert taken is not None
    assert (taken.former_is_dead, asked) == (dead, [this_process()])


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
