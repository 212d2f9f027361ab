"""What a job owes is done once, by one of those who could."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot.turns import Turns
from core.errors import Conflict, NotFound
from core.slots import Every
from services.store import Store
from services.store.sqlite import SqliteStore
from tests.bot.scheduling import MINUTE, Diary, job
from tests.core.examples import NOW, StillClock
from tests.workflows.reporting import memory_store

HOUR = timedelta(hours=1)
SLOT = NOW.replace(minute=0)


def hourly(diary: Diary, **more: object) -> tuple[StillClock, Store, Turns]:
    """Turns of a job that has come as far as the slot of the present hour."""
    clock = StillClock()
    store = memory_store(clock)
    turns = Turns(store, clock)
    turns.take(job(diary, when=Every(HOUR), grace=HOUR / 2, **more))
    diary.done.clear()
    return clock, store, turns


def test_a_new_job_begins_with_the_slot_that_came_last() -> None:
    clock, diary = StillClock(), Diary()
    taken = Turns(memory_store(clock), clock).take(job(diary, when=Every(HOUR)))
    assert taken.standing.through == SLOT
    assert taken.look_at == SLOT + HOUR
    assert (taken.standing.missed, taken.standing.said) == (None, "1 times")


def test_missed_slots_are_told_once_and_made_up_for_by_one_late_run(caplog: pytest.LogCaptureFixture) -> None:
    diary = Diary()
    clock, _, turns = hourly(diary)
    asked = job(diary, when=Every(HOUR), grace=HOUR / 2, catch_up=True)
    clock.moment = SLOT + timedelta(hours=5, minutes=40)
    standing = turns.take(asked).standing
    turns.take(asked)
    assert standing.missed is not None
    assert (standing.missed.slots, standing.missed.made_up) == (5, True)
    assert (standing.missed.first, standing.missed.last) == (SLOT + HOUR, SLOT + 5 * HOUR)
    assert len(diary.done) == 1
    assert caplog.text.count("missed 5 slots") == 1


def test_where_a_slot_in_time_follows_it_stands_for_what_was_missed() -> None:
    diary = Diary()
    clock, _, turns = hourly(diary)
    asked = job(diary, when=Every(HOUR), grace=HOUR / 2, catch_up=True)
    clock.moment = SLOT + timedelta(hours=5, minutes=10)
    assert turns.take(asked).standing.succeeded_at != clock.moment
    turns.take(asked)
    assert diary.done == [clock.moment]


def test_a_job_that_is_not_made_up_for_waits_for_its_next_slot(caplog: pytest.LogCaptureFixture) -> None:
    diary = Diary()
    clock, _, turns = hourly(diary)
    clock.moment = SLOT + timedelta(hours=1, minutes=40)
    taken = turns.take(job(diary, when=Every(HOUR), grace=HOUR / 2))
    assert taken.look_at == SLOT + 2 * HOUR
    assert not diary.done
    assert "missed 1 slots, 2026-11-20 03:00 UTC to 2026-11-20 03:00 UTC; nobody was reminded" in caplog.text


def test_a_slot_that_somebody_does_is_left_to_them_until_their_lease_is_over() -> None:
    diary = Diary()
    clock, store, turns = hourly(diary)
    asked = job(diary, when=Every(HOUR), grace=HOUR / 2)
    clock.moment = SLOT + HOUR
    store.claim_run("remind", SLOT + HOUR, 120)
    assert turns.take(asked).look_at == clock.moment + timedelta(seconds=1)
    assert not diary.done
    clock.advance(seconds=120)
    assert turns.take(asked).standing.through == SLOT + HOUR
    assert len(diary.done) == 1


def test_whoever_took_longer_than_its_lease_counts_nothing() -> None:
    diary, other = Diary(), Diary()
    clock, store, turns = hourly(diary)
    asked = job(diary, when=Every(HOUR), grace=HOUR / 2)
    taker = job(other, when=Every(HOUR), grace=HOUR / 2)

    def overtaken() -> None:
        clock.advance(minutes=3)
        Turns(store, clock).take(taker)

    diary.before = overtaken
    clock.moment = SLOT + HOUR
    with pytest.raises(Conflict):
        turns.take(asked)
    assert turns.known(asked).standing.said == "1 times"
    assert turns.take(asked).look_at == SLOT + 2 * HOUR


def test_a_claim_after_another_has_counted_the_slot_does_nothing() -> None:
    diary = Diary()
    clock, _, turns = hourly(diary)
    asked, seen = job(diary, when=Every(HOUR), grace=HOUR / 2), turns.known(job(diary))
    clock.moment = SLOT + HOUR

    class Behind(Turns):
        """Sees first what was true before the other was done."""

        looks = 0

        def known(self, job: object) -> object:  # type: ignore[override]
            self.looks += 1
            return seen if self.looks == 1 else turns.known(job)  # type: ignore[arg-type]

    turns.take(asked)
    store = memory_store(clock)  # where the claim of the other is not there any more
    Behind(store, clock).take(asked)
    assert len(diary.done) == 1


def test_a_failure_is_kept_until_a_run_succeeds() -> None:
    def refuse() -> None:
        raise NotFound("It is not there.")

    diary = Diary(refuse)
    clock, _, turns = hourly(Diary())
    asked = job(diary, when=Every(HOUR))
    clock.moment = SLOT + HOUR
    failed = turns.take(asked).standing
    diary.before = lambda: None
    clock.moment += HOUR
    mended = turns.take(asked).standing
    assert (failed.failure, failed.said) == ("It is not there.", "1 times")
    assert (mended.failure, mended.succeeded_at) == ("", clock.moment)


def test_what_failed_is_tried_again_after_half_an_hour_until_its_next_slot() -> None:
    def refuse() -> None:
        raise NotFound("It is not there.")

    diary = Diary()
    clock, _, turns = hourly(Diary())
    asked = job(diary, when=Every(HOUR), grace=HOUR / 2)
    diary.before, clock.moment = refuse, SLOT + HOUR
    assert turns.take(asked).look_at == SLOT + HOUR * 1.5
    clock.advance(minutes=29)
    turns.take(asked)
    diary.before = lambda: None
    clock.advance(minutes=1)
    taken = turns.take(asked)
    assert (diary.done, taken.look_at) == ([clock.moment], SLOT + 2 * HOUR)
    assert (taken.standing.failure, taken.standing.missed) == ("", None)


@pytest.mark.parametrize("step", [timedelta(hours=-2), timedelta(hours=2)])
def test_a_clock_that_steps_does_nothing_twice_and_loses_nothing_in_silence(step: timedelta) -> None:
    clock, diary = StillClock(), Diary()
    turns, asked = Turns(memory_store(clock), clock), job(diary)
    turns.take(asked)
    clock.moment += step
    for _ in range(3 * 60 * 2):
        while (taken := turns.take(asked)).look_at <= clock.moment:
            pass
        clock.moment += MINUTE / 2
    missed = taken.standing.missed.slots if taken.standing.missed else 0
    passed = (taken.standing.through - NOW) // MINUTE + 1
    assert len(diary.done) + missed == passed


def test_of_two_processes_on_one_file_each_slot_is_done_by_one(tmp_path: Path) -> None:
    clock = StillClock()
    stores = [SqliteStore.open(tmp_path, clock) for _ in range(2)]
    diary, asked = Diary(), [Turns(store, clock) for store in stores]
    with ThreadPoolExecutor(2) as threads:
        for _ in range(100):
            list(threads.map(lambda turns: turns.take(job(diary)), asked))
            clock.advance(minutes=1)
    for store in stores:
        store.close()
    assert len(diary.done) == 100
