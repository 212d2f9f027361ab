"""What callers usually do is learnt by night, and what is new to one stands out by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.detections import detect
from tests.core.detections.examples import event
from tests.core.examples import StillClock
from tests.workflows.reporting import memory_store
from workflows.security.habits import CallersHabits

DAY = timedelta(days=1)


@dataclass
class Kept:
    """Events of every hour since a moment."""

    begins: datetime | None
    asked: list[tuple[datetime, datetime]] = field(default_factory=list)

    def kept_since(self, now: datetime) -> datetime | None:
        del now
        return self.begins

    def kept(self, since: datetime, until: datetime) -> Sequence[Mapping[str, object]]:
        self.asked.append((since, until))
        return [event("ec2:DescribeInstances", n) for n in range(25)]


class Watch:
    def __init__(self, days: float | None) -> None:
        self.clock = StillClock()
        now = self.clock.now()
        self.kept = Kept(None if days is None else now - days * DAY)
        self.store = memory_store(self.clock)
        self.habits = CallersHabits(self.kept, self.store, self.clock)

    def found(self, **more: Any) -> list[str]:  # noqa: ANN401  JSON
        return [each.rule for each in detect([event("ec2:DescribeInstances", **more)], self.habits())]


def test_a_first_region_stands_out_once_habits_are_learnt() -> None:
    watch = Watch(days=30)
    assert watch.found(awsRegion="af-south-1") == []
    assert watch.habits.learn(watch.clock.now()) == "1 callers are known"
    watch.clock.advance(minutes=11)
    assert watch.found(awsRegion="af-south-1") == ["first-in-region"]
    assert watch.found() == []


def test_it_is_learnt_from_two_weeks_that_end_two_days_ago() -> None:
    watch = Watch(days=90)
    now = watch.clock.now()
    watch.habits.learn(now)
    assert watch.kept.asked == [(now - 14 * DAY, now - 2 * DAY)]


def test_too_few_days_are_no_habit() -> None:
    for days in (None, 0.5, 3.9):
        watch = Watch(days)
        assert watch.habits.learn(watch.clock.now()) == ""
        assert watch.habits() is None
    assert Watch(4).habits.learn(Watch(4).clock.now())


def test_habits_that_are_too_old_or_of_another_version_judge_nothing() -> None:
    watch = Watch(days=30)
    watch.habits.learn(watch.clock.now())
    watch.clock.advance(days=5)
    assert watch.found(awsRegion="af-south-1") == []
