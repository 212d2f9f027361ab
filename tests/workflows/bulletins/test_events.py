"""An event of Inspector leads to a look at the findings soon after, and hundreds of them to few."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from core.alerts import Alert, normalise
from core.errors import Cause, Upstream
from tests.core.examples import StillClock
from tests.workflows.reporting import memory_store
from workflows.bulletins.events import FindingEvents

EVENT = {
    "detail-type": "Inspector2 Finding",
    "source": "aws.inspector2",
    "account": "123456789012",
    "detail": {"findingArn": "arn:aws:inspector2:us-west-2:123456789012:finding/1", "severity": "CRITICAL"},
}


@dataclass
class Looks:
    """Counts looks; `during` happens in the middle of one."""

    looks: list[datetime] = field(default_factory=list)
    failing: bool = False
    during: Alert | None = None
    events: "FindingEvents | None" = None

    def poll(self, now: datetime) -> str:
        self.looks.append(now)
        if self.failing:
            raise Upstream("no", cause=Cause.BROKEN, retryable=True)
        if self.during and self.events:
            self.events.take(self.during, now)
        return "1 package with news"


class Watch:
    def __init__(self) -> None:
        self.clock, self.looks = StillClock(), Looks()
        self.events = self.looks.events = FindingEvents(self.looks, memory_store(self.clock))
        [self.event] = normalise("eventbridge", EVENT)

    def come(self) -> bool:
        return self.events.take(self.event, self.clock.now())

    def look(self, **later: float) -> str:
        self.clock.advance(**later)
        return self.events.look(self.clock.now())


def test_without_an_event_nothing_is_looked_at() -> None:
    watch = Watch()
    assert watch.look() == ""
    assert watch.looks.looks == []


def test_an_event_is_followed_once() -> None:
    watch = Watch()
    assert watch.come()
    assert watch.look() == "1 package with news"
    assert watch.look(minutes=30) == ""
    assert len(watch.looks.looks) == 1


def test_events_of_one_scan_are_followed_at_once_and_then_together() -> None:
    watch = Watch()
    for _ in range(40):
        watch.come()
        watch.look(seconds=15)
    assert len(watch.looks.looks) == 2
    watch.look(minutes=5)
    assert len(watch.looks.looks) == 3


def test_an_event_in_the_middle_of_a_look_asks_for_another() -> None:
    watch = Watch()
    watch.looks.during = watch.event
    watch.come()
    watch.look()
    watch.looks.during = None
    assert watch.look(minutes=6) == "1 package with news"
    assert watch.look(minutes=6) == ""


def test_a_look_that_failed_is_owed_on() -> None:
    watch = Watch()
    watch.come()
    watch.looks.failing = True
    with pytest.raises(Upstream):
        watch.look()
    watch.looks.failing = False
    assert watch.look(seconds=15) == "1 package with news"


def test_other_alerts_are_left_to_others() -> None:
    watch = Watch()
    [other] = normalise("eventbridge", {**EVENT, "source": "aws.guardduty"})
    assert not watch.events.take(other, watch.clock.now())
    assert watch.look() == ""
