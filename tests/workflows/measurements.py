"""A CloudWatch that answers at once what a test told it to, or fails as told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.changes import Change
from core.clock import Clock
from core.errors import Upstream
from core.gaps import Gap
from core.metrics import AGENT, EC2, metric_of
from core.series import Metric, Series
from core.thresholds.rule import Threshold
from services.aws.cloudtrail import Changes, CloudTrail
from services.aws.cloudwatch import CloudWatch, Listed, Readings
from services.aws.crew import Crew
from services.aws.session import Aws
from tests.core.examples import NOW, instance_id
from tests.workflows.fakes import DENIED, Account, FakeAws, FakeEc2
from workflows.metrics import Measurements
from workflows.watching.measuring import Measuring
from workflows.watching.trying import Trying

Curve = Callable[[float], float | None]
CREW = Crew(1)


def metric(name: str = "CPUUtilization", namespace: str = EC2, *, number: int = 1, **dimensions: str) -> Metric:
    pairs = {"InstanceId": instance_id(number), **dimensions}
    return metric_of(namespace, name, tuple(sorted(pairs.items())))


CPU, NETWORK, MEMORY = metric(), metric("NetworkIn"), metric("mem_used_percent", AGENT)
DISK = metric("disk_used_percent", AGENT, path="/", fstype="ext4", device="nvme0n1p1")


def steady(value: float = 40.0) -> Callable[[float], float]:
    """A value with a little unrest, which repeats each half hour."""
    return lambda time: value + time // 300 % 6 * 0.1


@dataclass
class Machine:
    """What is measured, by metric; a curve tells the value at a time. `unread` are refused."""

    curves: dict[Metric, Curve] = field(default_factory=lambda: {CPU: steady()})
    changes: tuple[Change, ...] = ()
    failing: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    asked: list[tuple[tuple[Metric, ...], datetime, datetime, int]] = field(default_factory=list)


class FakeCloudWatch(CloudWatch):
    def __init__(self, account: Account, machine: Machine) -> None:
        super().__init__(FakeAws(account), CREW)
        self._machine = machine

    def listed(self, instance_id: str) -> Listed:
        if "listed" in self._machine.failing:
            raise DENIED
        return Listed(tuple(each for each in self._machine.curves if ("InstanceId", instance_id) in each.dimensions))

    def everywhere(self, namespace: str, name: str) -> Listed:
        if "listed" in self._machine.failing:
            raise DENIED
        return Listed(tuple(each for each in self._machine.curves if (each.namespace, each.name) == (namespace, name)))

    def read(self, metrics: Sequence[Metric], start: datetime, end: datetime, period_s: int) -> Readings:
        if metrics:
            self._machine.asked.append((tuple(metrics), start, end, period_s))
        first, last = (int(each.timestamp()) // period_s * period_s for each in (start, end))
        times = tuple(float(each) for each in range(first, last, period_s))
        there = [each for each in metrics if each.name not in self._machine.unread]
        gaps = tuple(_gap(each, DENIED) for each in metrics if each not in there)
        return Readings(tuple(self._series(each, times, period_s) for each in there), gaps, len(there))

    def _series(self, metric: Metric, times: tuple[float, ...], period_s: int) -> Series:
        same = (
            each for each in self._machine.curves if (each.name, each.dimensions) == (metric.name, metric.dimensions)
        )
        curve = self._machine.curves[own] if (own := next(same, None)) else lambda _: None
        return Series(metric=metric, period_s=period_s, times=times, values=tuple(curve(time) for time in times))


class FakeTrail(CloudTrail):
    def __init__(self, aws: Aws, machine: Machine, clock: Clock) -> None:
        super().__init__(aws, CREW, clock)
        self._machine = machine

    def changes(
        self,
        instance_id: str,
        since: datetime,
        tags: Mapping[str, str] | None = None,
        group_ids: Sequence[str] = (),
    ) -> Changes:
        del instance_id, since, tags, group_ids
        if "changes" in self._machine.failing:
            raise DENIED
        return Changes(self._machine.changes, (), NOW)


def _gap(metric: Metric, error: Upstream) -> Gap:
    return Gap(what=f"the values of {metric.name}", why=error.sentence, advice=error.advice)


def measurements(account: Account, machine: Machine, clock: Clock, *, deadline_s: float = 5.0) -> Measurements:
    aws = FakeAws(account)
    watch, trail = FakeCloudWatch(account, machine), FakeTrail(aws, machine, clock)
    return Measurements(aws, FakeEc2(account), watch, trail, clock, deadline_s, 300)


def trying(
    account: Account, machine: Machine, clock: Clock, limits: tuple[Threshold, ...], tags: Mapping[str, str]
) -> Trying:
    """Limits, and the anomaly watch for machines with some tags, over what is measured."""
    measuring = Measuring(FakeEc2(account), FakeCloudWatch(account, machine))
    return Trying(FakeAws(account), limits, tags, measuring, clock, 5)
