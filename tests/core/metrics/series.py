"""Series of a made-up machine, from the beginning of the history to NOW."""

from collections.abc import Callable
from datetime import timedelta

from core.metrics import AGENT, EC2, metric_of
from core.metrics.range import Range, range_of
from core.series import Metric, Series
from tests.core.examples import NOW, instance_id

Curve = Callable[[float], float | None]


def metric(name: str = "CPUUtilization", namespace: str = EC2, **dimensions: str) -> Metric:
    pairs = {"InstanceId": instance_id(), **dimensions}
    return metric_of(namespace, name, tuple(sorted(pairs.items())))


CPU, NETWORK, CHECKS = metric(), metric("NetworkIn"), metric("StatusCheckFailed")
MEMORY = metric("mem_used_percent", AGENT)
DISK = metric("disk_used_percent", AGENT, path="/data", fstype="xfs", device="nvme1n1")


def shown(**length: float) -> Range:
    return range_of(timedelta(**length or {"hours": 24}), NOW)


def series(curve: Curve, of: Metric = CPU, within: Range | None = None, period_s: int = 0) -> Series:
    """One value per period, as the curve has it at the period's beginning."""
    within = within or shown()
    period_s = period_s or within.period_s
    times = tuple(float(time) for time in range(int(within.history.timestamp()), int(within.end.timestamp()), period_s))
    return Series(metric=of, period_s=period_s, times=times, values=tuple(curve(time) for time in times))


def restless(value: float = 40.0) -> Callable[[float], float]:
    """A value with a little unrest, which repeats each half hour."""
    return lambda time: value + time // 300 % 6 * 0.1


def before_now(minutes: float) -> float:
    return NOW.timestamp() - minutes * 60
