"""When jobs are begun, and by whom."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from random import Random
from threading import Event
from zoneinfo import ZoneInfo

from bot.job import Job
from bot.pools import Pool
from bot.scheduler import Scheduler
from bot.turns import Turns
from core.slots import Daily, Every, between
from services.store import Put, Store
from services.store.runs import FINISHED, kind_of
from tests.bot.scheduling import MINUTE, Diary, Inline, job
from tests.core.examples import StillClock
from tests.eventually import eventually, until
from tests.workflows.reporting import memory_store

BERLIN = ZoneInfo("Europe/Berlin")


class Killed(BaseException):
    """The process dies here."""


def scheduler(store: Store, clock: StillClock, *jobs: Job) -> Scheduler:
    return Scheduler(jobs, Turns(store, clock), clock, Inline())


def pool(workers: int = 2) -> Pool:
    return Pool("jobs", workers=workers, backlog=9, per_key=1)


def slots_done(store: Store, name: str) -> list[str]:
    return sorted(record.key for record in store.find(kind_of(name), state=FINISHED, limit=100_000))


def test_in_thirty_days_over_two_schedulers_of_which_one_is_killed_again_and_again_every_slot_is_done_once() -> None:
    clock, dice = StillClock(), Random(30)
    clock.moment = start = datetime(2026, 10, 10, 0, 0, 30, tzinfo=UTC)
    end = start + timedelta(days=30)  # with the night in which Berlin's clocks are set back
    store, deaths = memory_store(clock), Counter[str]()

    def maybe_die() -> None:
        if dice.random() < 0.005:
            deaths["killed"] += 1
            raise Killed

    diaries = {"minute": Diary(maybe_die), "hours": Diary(maybe_die), "night": Diary(maybe_die)}
    jobs = (
        job(diaries["minute"], name="minute", when=Every(2 * MINUTE)),
        job(diaries["hours"], name="hours", when=Every(timedelta(hours=6))),
        job(diaries["night"], name="night", when=Daily(time(2, 30), BERLIN)),
    )
    running = [scheduler(store, clock, *jobs) for _ in range(2)]
    absent_until = start
    while clock.moment < end:
        for number in dice.sample((0, 1), 2):
            if number == 0 and clock.moment < absent_until:
                continue
            try:
                running[number].tick()
            except Killed:
                running[number] = scheduler(store, clock, *jobs)
                absent_until = clock.moment + timedelta(seconds=dice.randrange(200))
        clock.moment = max(
            clock.moment + timedelta(seconds=1), min(sight.look_at for each in running for sight in each.sights())
        )

    clock.moment = end - MINUTE  # claims are kept for thirty days
    assert deaths["killed"] > 100
    for each in jobs:
        first = each.when.latest(start)
        due = [first, *between(each.when, first, end - timedelta(minutes=10))]
        done = slots_done(store, each.name)[: len(due)]
        assert done == [slot.isoformat() for slot in due]
        assert len(diaries[each.name].done) == len(slots_done(store, each.name))


def test_a_job_runs_at_its_slots_and_not_between_them() -> None:
    clock, diary = StillClock(), Diary()
    only = scheduler(memory_store(clock), clock, job(diary))
    only.tick()
    for _ in range(100):
        clock.advance(seconds=6)
        only.tick()
    assert len(diary.done) == 11


def test_a_job_that_breaks_keeps_neither_itself_nor_others_from_running() -> None:
    def broken() -> None:
        raise RuntimeError("a bug")

    clock, diary = StillClock(), Diary()
    two = scheduler(memory_store(clock), clock, job(Diary(broken), name="broken"), job(diary, name="sound"))
    two.tick()
    clock.advance(minutes=1)
    two.tick()
    failures = [sight.standing.failure for sight in two.sights() if sight.standing]
    assert failures == ["It broke (RuntimeError); the log says where.", ""]
    assert len(diary.done) == 2


def test_a_job_of_another_version_is_left_alone_and_told_once() -> None:
    clock, diary = StillClock(), Diary()
    store = memory_store(clock)
    store.put(Put("job", "remind", {"through": "later"}, expect=None))
    only = scheduler(store, clock, job(diary))
    only.tick()
    assert "another version" in only.sights()[0].trouble
    assert not diary.done


def test_one_run_of_a_job_at_a_time_however_long_it_takes() -> None:
    clock, go = StillClock(), Event()
    diary = Diary(until(go))
    only = Scheduler([job(diary)], Turns(memory_store(clock), clock), clock, pool())
    for _ in range(5):
        only.tick()
        clock.advance(minutes=1)
    assert eventually(lambda: only.sights()[0].busy_since)
    go.set()
    only.leave()
    assert only.finish(5)
    assert len(diary.done) == 1


def test_a_stopped_scheduler_begins_nothing_and_gives_what_runs_some_time() -> None:
    clock, go = StillClock(), Event()
    diary, other = Diary(until(go)), Diary()
    only = Scheduler([job(diary), job(other, name="other")], Turns(memory_store(clock), clock), clock, pool(workers=1))
    only.tick()
    eventually(lambda: only.sights()[0].busy_since)
    only.leave()
    assert not only.finish(0.01)
    go.set()
    assert eventually(lambda: diary.done)
    assert not other.done


def test_a_started_one_watches_the_clock_by_itself() -> None:
    clock, diary = StillClock(), Diary()
    only = Scheduler([job(diary)], Turns(memory_store(clock), clock), clock, pool())
    only.start()
    assert eventually(lambda: diary.done)
    only.leave()
    assert only.finish(5)


class Full:
    """Workers that break once, and then take the work."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(self, key: str, work: Callable[[], None]) -> bool:
        del key
        self.asked += 1
        if self.asked == 1:
            raise RuntimeError("can't start new thread")
        work()
        return True

    def drain(self, timeout_s: float) -> bool:
        del timeout_s
        return True


def test_one_that_stumbles_goes_on() -> None:
    clock, diary = StillClock(), Diary()
    only = Scheduler([job(diary)], Turns(memory_store(clock), clock), clock, Full())
    only.start()
    assert eventually(lambda: diary.done)
    only.leave()
