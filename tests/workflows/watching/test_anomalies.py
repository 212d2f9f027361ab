"""Machines that are unlike themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.core.examples import NOW, StillClock, instance
from tests.workflows.fakes import Account, FakeEc2
from tests.workflows.measurements import CPU, NETWORK, FakeCloudWatch, Machine
from tests.workflows.reporting import memory_store
from tests.workflows.watching.box import Inbox
from workflows.watching.anomalies import BACK, MOST_SERIES, PERIOD_S, Anomalies
from workflows.watching.conditions import Conditions
from workflows.watching.measuring import Measuring

SINCE = timedelta(hours=3)
TAGS = {"Service": "shop"}


def rising(usual: float, since: timedelta, factor: float = 5.0) -> Callable[[float], float]:
    """A day's saw, and several times as much from some moment on."""
    begin = (NOW - since).timestamp()

    def curve(time: float) -> float:
        level = usual * (1 + time % 86_400 / 86_400) + time // PERIOD_S % 7 * usual / 60
        return min(level * factor, usual * 6) if time >= begin else level

    return curve


class Watch:
    """One machine that is looked at again and again."""

    def __init__(self, machine: Machine, tags: dict[str, str] | None = None) -> None:
        self.inbox = Inbox()
        account = Account(instances=(instance(tags=TAGS),))
        measuring = Measuring(FakeEc2(account), FakeCloudWatch(account, machine))
        self.anomalies = Anomalies(tags or TAGS, measuring, Conditions(memory_store(StillClock()), self.inbox))

    def look(self, now: datetime = NOW) -> str:
        return self.anomalies.look(now)


def upset_machine(**more: set[str]) -> Machine:
    return Machine({CPU: rising(12, SINCE), NETWORK: rising(1e6, SINCE)}, **more)  # type: ignore[arg-type]


def test_a_machine_that_is_unlike_itself_is_one_alert_with_its_metrics() -> None:
    watch = Watch(upset_machine())
    assert watch.look() == "1 changed"
    [alert] = watch.inbox.alerts
    assert alert.title.startswith("web-1 is unlike itself: ")
    assert {"CPUUtilization", "NetworkIn"} == set(alert.metrics)
    assert f"Since {NOW - SINCE:%Y-%m-%d %H}" in alert.message
    assert "CPU rose to " in alert.message
    assert (alert.kind, alert.severity, alert.service, alert.resource) == ("anomaly", "medium", "shop", alert.resource)


def test_the_second_look_says_nothing_and_the_end_ends_it() -> None:
    machine = upset_machine()
    watch = Watch(machine)
    watch.look()
    assert watch.look() == ""
    machine.curves = {CPU: rising(12, timedelta()), NETWORK: rising(1e6, timedelta())}
    assert watch.look() == "1 changed"
    assert [each.state for each in watch.inbox.alerts] == ["firing", "resolved"]


def test_what_cannot_be_read_ends_nothing() -> None:
    machine = upset_machine()
    watch = Watch(machine)
    watch.look()
    machine.unread = {"CPUUtilization", "NetworkIn"}
    assert watch.look() == ""


def test_machines_without_the_tags_are_not_looked_at() -> None:
    machine = upset_machine()
    watch = Watch(machine, {"Service": "elsewhere"})
    assert watch.look() == ""
    assert machine.asked == []


def test_it_asks_for_two_weeks_in_quarters_of_an_hour_at_most_so_many_at_once() -> None:
    machine = upset_machine()
    Watch(machine).look()
    [(metrics, start, end, period_s)] = machine.asked
    assert (end - start, period_s) == (BACK, PERIOD_S)
    assert len(metrics) <= MOST_SERIES
