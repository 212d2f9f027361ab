"""What health says of the scheduler."""

from datetime import timedelta

from bot.job import Job
from bot.scheduler import Scheduler
from bot.scheduler_health import SchedulerHealth
from bot.turns import Turns
from core.answers.health import Part, State
from core.errors import NotFound
from core.slots import Every
from services.store import Put
from tests.bot.scheduling import Diary, Inline, job
from tests.core.examples import StillClock
from tests.workflows.reporting import memory_store


class House:
    """A scheduler whose clock a test moves."""

    def __init__(self, *jobs: Job) -> None:
        self.clock = StillClock()
        self.store = memory_store(self.clock)
        self.scheduler = Scheduler(jobs, Turns(self.store, self.clock), self.clock, Inline())

    def part(self) -> Part:
        (part,) = SchedulerHealth(self.scheduler, self.clock).parts()
        return part

    def tick(self, **later: float) -> Part:
        self.clock.advance(**later)
        self.scheduler.tick()
        return self.part()


def refuse() -> None:
    raise NotFound("It is not there.")


def test_all_is_well_and_tells_what_ran_last_and_what_comes_next() -> None:
    part = House(job(Diary()), job(Diary(), name="hourly", when=Every(timedelta(hours=1)))).tick()
    assert part.state is State.GOOD
    assert part.detail == "last hourly 20 Nov 02:10 UTC in 0.0 s; next hourly 20 Nov 03:00 UTC"
    alone = House(job(Diary())).tick()
    assert alone.detail == "last remind 20 Nov 02:10 UTC in 0.0 s; next remind 20 Nov 02:11 UTC"


def test_before_the_first_run_there_is_no_last_one() -> None:
    assert House(job(Diary())).part().detail == "next remind 20 Nov 02:10 UTC"


def test_a_scheduler_that_stands_still_is_down_within_half_a_minute() -> None:
    house = House(job(Diary()))
    house.tick()
    house.clock.advance(seconds=25)
    assert house.part().state is State.DOWN
    assert "has not looked at the clock for 25 s" in house.part().detail
    assert house.tick().state is State.GOOD


def test_a_job_that_failed_is_named_with_when_it_was_last_well_until_it_is_well_again() -> None:
    diary = Diary()
    house = House(job(diary))
    house.tick()
    diary.before = refuse
    failed = house.tick(minutes=1)
    assert failed.state is State.LIMITED
    assert failed.detail.startswith("remind failed, last well 20 Nov 02:10 UTC: It is not there.; last remind")
    diary.before = lambda: None
    assert house.tick(minutes=1).state is State.GOOD


def test_a_grave_one_that_failed_means_that_the_assistant_is_not_well() -> None:
    assert House(job(Diary(refuse), grave=True)).tick().state is State.DOWN


def test_missed_slots_are_told_for_a_day() -> None:
    house = House(job(Diary()))
    house.tick()
    told = house.tick(hours=2)
    assert told.state is State.LIMITED
    assert "remind missed 114 slots since 20 Nov 02:11 UTC (nobody was reminded)" in told.detail
    while house.scheduler.sights()[0].look_at <= house.clock.now():
        house.tick()
    for _ in range(24 * 60):
        house.tick(minutes=1)
    assert house.part().state is State.GOOD


def test_one_missed_slot_that_was_made_up_for_is_told_as_such() -> None:
    house = House(job(Diary(), when=Every(timedelta(hours=1)), catch_up=True))
    house.tick()
    assert "remind missed a slot since 20 Nov 03:00 UTC (made up for)" in house.tick(hours=1).detail


def test_a_job_whose_record_cannot_be_read_is_named() -> None:
    house = House(job(Diary()))
    house.store.put(Put("job", "remind", {"strange": 1}, expect=None))
    assert house.tick().detail.startswith("remind cannot be looked at: How far the job remind has come cannot be read")


def test_a_job_that_runs_for_longer_than_its_lease_is_named() -> None:
    diary = Diary()
    house = House(job(diary))
    seen: list[str] = []

    def long() -> None:
        house.clock.advance(minutes=3)
        house.scheduler._ticked_at = house.clock.monotonic()
        seen.append(house.part().detail)

    diary.before = long
    house.tick()
    assert seen[0].startswith("remind has run for longer than it ever should")
