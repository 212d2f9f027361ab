"""Disks that fill up."""

from collections.abc import Callable

from tests.core.examples import NOW, StillClock, instance
from tests.workflows.fakes import Account, FakeEc2
from tests.workflows.measurements import DISK, FakeCloudWatch, Machine
from tests.workflows.reporting import memory_store
from tests.workflows.watching.box import Inbox
from workflows.watching.conditions import Conditions
from workflows.watching.disks import Disks
from workflows.watching.measuring import Measuring

DAY_S = 86_400


def growing(level: float, per_day: float) -> Callable[[float], float]:
    """Where it will be now, and how fast it came there."""
    return lambda time: level + (time - NOW.timestamp()) / DAY_S * per_day


def looked(curve: Callable[[float], float], machine: Machine | None = None, inbox: Inbox | None = None) -> Inbox:
    inbox = inbox or Inbox()
    account = Account(instances=(instance(tags={"Service": "shop"}),))
    machine = machine or Machine({DISK: curve})
    measuring = Measuring(FakeEc2(account), FakeCloudWatch(account, machine))
    Disks(measuring, Conditions(memory_store(StillClock()), inbox)).look(NOW)
    return inbox


def test_a_disk_that_is_full_within_three_days_is_raised_with_its_pace() -> None:
    [alert] = looked(growing(90, 4)).alerts
    assert alert.title == "Disk use / of web-1: the disk is full in about 2 days"
    assert "+4.0 points a day" in alert.message
    assert (alert.severity, alert.service) == ("medium", "shop")


def test_one_that_is_full_within_a_day_is_worse() -> None:
    [alert] = looked(growing(95, 8)).alerts
    assert (alert.severity, alert.title.rpartition("about ")[2]) == ("high", "15 hours")


def test_a_full_disk_that_does_not_grow_and_a_growing_one_with_room_are_no_news() -> None:
    assert looked(lambda _: 96.0).alerts == []
    assert looked(growing(40, 2)).alerts == []


def test_what_cannot_be_read_raises_and_ends_nothing() -> None:
    assert looked(growing(90, 4), Machine({DISK: growing(90, 4)}, unread={"disk_used_percent"})).alerts == []
