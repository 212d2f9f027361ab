"""Which alarms a machine should have, by what is measured of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.alarming.alarm import PREFIX, Alarm
from core.fleet import Instance
from core.metrics.catalogue import AGENT, EC2
from core.series import Metric

_NOT_STORED = frozenset({"tmpfs", "devtmpfs", "overlay", "squashfs", "iso9660", "efivarfs", "ramfs"})
_UNSAFE = str.maketrans({"/": "_", " ": "_"})


@dataclass(frozen=True, slots=True)
class _Kind:
    """An alarm for every series of a metric. `always`: EC2 publishes it of every machine, listed or not."""

    slug: str
    words: str
    namespace: str
    metric: str
    statistic: str
    comparison: str
    threshold: float
    minutes: int
    periods: int
    missing: str = "missing"
    always: bool = False


_ABOVE, _AT_LEAST, _BELOW = "GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold"
# Thresholds that AWS recommends where it names any, else what is late but not too late to act on:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
_KINDS = (
    _Kind("status", "A status check of {} fails", EC2, "StatusCheckFailed", "Maximum", _AT_LEAST, 1, 1, 3, always=True),
    _Kind("cpu", "The CPU of {} is busy", EC2, "CPUUtilization", "Average", _ABOVE, 90, 5, 3, always=True),
    _Kind("credits", "{} runs out of CPU credits", EC2, "CPUCreditBalance", "Average", _BELOW, 20, 5, 3),
    _Kind("ebs-io", "{} runs out of EBS burst operations", EC2, "EBSIOBalance%", "Minimum", _BELOW, 20, 5, 3),
    _Kind("ebs-bytes", "{} runs out of EBS burst throughput", EC2, "EBSByteBalance%", "Minimum", _BELOW, 20, 5, 3),
    _Kind("memory", "The memory of {} is nearly used up", AGENT, "mem_used_percent", "Average", _ABOVE, 95, 5, 3),
    _Kind("disk", "A disk of {} is nearly full", AGENT, "disk_used_percent", "Average", _ABOVE, 90, 5, 2),
    _Kind("disk-free", "A disk of {} is nearly full", AGENT, "LogicalDisk % Free Space", "Minimum", _BELOW, 10, 5, 2),
)


def recommended(instance: Instance, listed: Sequence[Metric], notify: Iterable[str] = ()) -> Iterator[Alarm]:
    """The alarms of one machine.

    Args:
        instance: The machine.
        listed: The metrics that CloudWatch has of it.
        notify: ARNs of topics that are told of every change of state.
    """
    own = ("InstanceId", instance.instance_id)
    for kind in _KINDS:
        found = [each.dimensions for each in listed if (each.namespace, each.name) == (kind.namespace, kind.metric)]
        if kind.always and not found:
            found = [(own,)]
        for dimensions in sorted(set(found)):
            if own in dimensions and dict(dimensions).get("fstype", "") not in _NOT_STORED:
                yield _alarm(kind, instance, dimensions, tuple(notify))


def _alarm(kind: _Kind, instance: Instance, dimensions: tuple[tuple[str, str], ...], notify: tuple[str, ...]) -> Alarm:
    which = dict(dimensions).get("path") or dict(dimensions).get("instance", "")
    place = f"/{which.translate(_UNSAFE)}" if which else ""
    return Alarm(
        name=f"{PREFIX}{instance.instance_id}/{kind.slug}{place}",
        description=f"{kind.words.format(instance.label)}{f' ({which})' if which else ''}.",
        namespace=kind.namespace,
        metric=kind.metric,
        dimensions=dimensions,
        statistic=kind.statistic,
        comparison=kind.comparison,
        threshold=float(kind.threshold),
        period_s=kind.minutes * 60,
        periods=kind.periods,
        missing=kind.missing,
        notify=notify,
    )
