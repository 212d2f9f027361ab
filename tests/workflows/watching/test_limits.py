"""The team's limits are held against what is measured, and raise and end alerts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from core.alerts.alert import Alert, AlertState
from core.errors import Cause, Upstream
from core.fleet import Instance
from core.gaps import Gap
from core.metrics import metric_of
from core.series import Metric, Series
from core.thresholds.rule import Threshold
from core.thresholds.standing import State
from services.aws.cloudwatch import Listed, Readings
from services.aws.ec2 import Fleet
from tests.core.examples import StillClock, instance, instance_id
from tests.workflows.reporting import memory_store
from workflows.watching.limits import Limits
from workflows.watching.measuring import Measuring

AWAY = Upstream("CloudWatch is away.", cause=Cause.BROKEN, retryable=True)
BUSY = Threshold(name="busy", metric="cpu", above=90, lasts="15m", severity="high")


def cpu(number: int = 1) -> Metric:
    return metric_of("AWS/EC2", "CPUUtilization", (("InstanceId", instance_id(number)),))


@dataclass
class Account:
    """Machines and their newest values; `failing` are the metrics that cannot be read."""

    machines: tuple[Instance, ...] = (instance(1, tags={"Environment": "production", "Service": "shop"}), instance(2))
    newest: dict[Metric, Sequence[float | None]] = field(default_factory=dict)
    failing: bool = False
    silent: bool = False
    reads: int = 0

    def instances(self, instance_ids: Sequence[str] = ()) -> Fleet:
        del instance_ids
        if self.silent:
            raise AWAY
        return Fleet(self.machines)

    def everywhere(self, namespace: str, name: str) -> Listed:
        return Listed(tuple(each for each in self.newest if (each.namespace, each.name) == (namespace, name)))

    def read(self, metrics: Sequence[Metric], start: datetime, end: datetime, period_s: int) -> Readings:
        if self.failing:
            return Readings((), (Gap(what="the values", why=AWAY.sentence),))
        self.reads += bool(metrics)
        times = tuple(float(each) for each in range(int(start.timestamp()), int(end.timestamp()), period_s))
        return Readings(tuple(self._series(each, times, period_s) for each in dict.fromkeys(metrics)))

    def _series(self, metric: Metric, times: tuple[float, ...], period_s: int) -> Series:
        newest = tuple(self.newest.get(metric, (20.0,) * len(times)))
        values = ((20.0,) * len(times) + newest)[-len(times) :]
        return Series(metric=metric, period_s=period_s, times=times, values=values)


class Inbox:
    """Alerts as they were raised."""

    def __init__(self) -> None:
        self.alerts: list[Alert] = []
        self.full = False

    def accept(self, alerts: Sequence[Alert]) -> None:
        if self.full:
            raise AWAY
        self.alerts += alerts


class Watch:
    def __init__(self, *rules: Threshold) -> None:
        self.account, self.inbox, self.clock = Account(), Inbox(), StillClock()
        self.store = memory_store(self.clock)
        self.limits = Limits(rules or (BUSY,), Measuring(self.account, self.account), self.store, self.inbox)

    def look(self, **values: Sequence[float | None]) -> list[Alert]:
        """What is raised once the machines show these values, such as `web_1=(95, 95, 95)`."""
        self.account.newest = {cpu(int(name.rpartition("_")[2])): each for name, each in values.items()}
        self.clock.advance(minutes=5)
        before = len(self.inbox.alerts)
        self.limits.look(self.clock.now())
        return self.inbox.alerts[before:]


def test_a_limit_that_is_passed_raises_one_alert_that_says_where_and_how_long() -> None:
    watch = Watch()
    [alert] = watch.look(web_1=(95, 96, 97))
    assert alert.title == "CPU of web-1 is above 90 for 15m"
    assert (alert.state, alert.severity, alert.resource) == (AlertState.FIRING, "high", instance_id())
    assert (alert.service, alert.message) == ("shop", "The last value is 97 %.")
    assert watch.look(web_1=(96, 97, 98)) == []


def test_what_is_over_ends_the_same_alert() -> None:
    watch = Watch()
    [raised] = watch.look(web_1=(95, 95, 95))
    assert watch.look(web_1=(95, 95, 20)) == []
    [ended] = watch.look(web_1=(20, 20, 20))
    assert (ended.state, ended.fingerprint) == (AlertState.RESOLVED, raised.fingerprint)
    assert not list(watch.limits.standings())


def test_two_machines_have_an_alert_each() -> None:
    first, second = Watch().look(web_1=(95, 95, 95), web_2=(95, 95, 95))
    assert first.fingerprint != second.fingerprint


def test_only_machines_with_the_rules_tags_are_looked_at() -> None:
    watch = Watch(BUSY.model_copy(update={"tags": {"Environment": "production"}}))
    assert [alert.resource for alert in watch.look(web_1=(95,) * 3, web_2=(95,) * 3)] == [instance_id(1)]


def test_nothing_measured_is_told_among_the_states_and_raises_an_alert_only_where_that_is_wanted() -> None:
    watch = Watch()
    assert watch.look(web_1=(None,) * 30) == []
    assert [each.standing.state for each in watch.limits.standings()] == [State.MISSING]
    loud = Watch(BUSY.model_copy(update={"missing": "alert"}))
    [alert] = loud.look(web_1=(None,) * 30)
    assert alert.title == "CPU of web-1 is not measured"


def test_what_cannot_be_read_stays_as_it_was() -> None:
    watch = Watch()
    watch.look(web_1=(95, 95, 95))
    watch.account.failing = True
    assert watch.look(web_1=(20, 20, 20)) == []
    assert [each.standing.state for each in watch.limits.standings()] == [State.FIRING]
    watch.account.silent = True
    with pytest.raises(Upstream):
        watch.look()


def test_an_alert_that_could_not_be_stored_is_raised_at_the_next_look() -> None:
    watch = Watch()
    watch.inbox.full = True
    with pytest.raises(Upstream):
        watch.look(web_1=(95, 95, 95))
    watch.inbox.full = False
    assert len(watch.look(web_1=(95, 95, 95))) == 1


def test_a_machine_that_is_gone_ends_its_alert() -> None:
    watch = Watch()
    watch.look(web_1=(95, 95, 95))
    watch.account.machines = watch.account.machines[1:]
    [ended] = watch.look()
    assert (ended.state, ended.message) == (AlertState.RESOLVED, "The machine or the limit is not there any more.")


def test_all_limits_are_one_question_to_cloudwatch() -> None:
    watch = Watch(BUSY, BUSY.model_copy(update={"name": "idle", "above": None, "below": 1.0}))
    watch.look()
    assert watch.account.reads == 1
