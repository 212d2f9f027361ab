"""The metrics of an instance that people ask for: what each is called, how it is read, and what its number means."""

from enum import StrEnum
from typing import NamedTuple

from core.series import Metric

EC2, AGENT = "AWS/EC2", "CWAgent"


class Kind(StrEnum):
    """What a person calls a group of metrics."""

    CPU = "cpu"
    NETWORK = "network"
    DISK = "disk"
    STATUS = "status"
    CREDITS = "credits"
    MEMORY = "memory"
    FILESYSTEM = "filesystem"


class Known(NamedTuple):
    """A metric that CloudWatch or its agent publishes.

    `statistic` is the one that tells most (bytes are summed: their average depends on how often they are reported);
    what is `per_second` is shown as a rate. `full_at` is the value at which something ends: space, memory, credits.
    `usual`: part of the picture of a machine when nothing is asked for by name.
    """

    namespace: str
    name: str
    kind: Kind
    words: str
    unit: str
    statistic: str = "Average"
    per_second: bool = False
    full_at: float | None = None
    usual: bool = False


def _summed(name: str, kind: Kind, words: str, unit: str = "Bytes", *, usual: bool = False) -> Known:
    return Known(EC2, name, kind, words, unit, "Sum", per_second=True, usual=usual)


def _check(name: str, words: str, *, usual: bool = False) -> Known:
    return Known(EC2, name, Kind.STATUS, words, "Count", "Maximum", usual=usual)


# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/metrics-collected-by-CloudWatch-agent.html
CATALOGUE = (
    Known(EC2, "CPUUtilization", Kind.CPU, "CPU", "Percent", usual=True),
    Known(AGENT, "mem_used_percent", Kind.MEMORY, "Memory", "Percent", full_at=100, usual=True),
    Known(AGENT, "Memory % Committed Bytes In Use", Kind.MEMORY, "Memory", "Percent", full_at=100, usual=True),
    Known(AGENT, "swap_used_percent", Kind.MEMORY, "Swap", "Percent", full_at=100),
    Known(AGENT, "disk_used_percent", Kind.FILESYSTEM, "Disk use", "Percent", full_at=100, usual=True),
    Known(AGENT, "LogicalDisk % Free Space", Kind.FILESYSTEM, "Disk free", "Percent", "Minimum", full_at=0, usual=True),
    Known(EC2, "CPUCreditBalance", Kind.CREDITS, "CPU credits", "Count", full_at=0, usual=True),
    Known(EC2, "CPUSurplusCreditBalance", Kind.CREDITS, "Surplus CPU credits", "Count"),
    Known(EC2, "CPUSurplusCreditsCharged", Kind.CREDITS, "CPU credits charged", "Count"),
    Known(EC2, "CPUCreditUsage", Kind.CREDITS, "CPU credits used", "Count", "Sum"),
    _summed("NetworkIn", Kind.NETWORK, "Network in", usual=True),
    _summed("NetworkOut", Kind.NETWORK, "Network out", usual=True),
    _summed("NetworkPacketsIn", Kind.NETWORK, "Packets in", "Count"),
    _summed("NetworkPacketsOut", Kind.NETWORK, "Packets out", "Count"),
    _summed("EBSReadBytes", Kind.DISK, "EBS read", usual=True),
    _summed("EBSWriteBytes", Kind.DISK, "EBS write", usual=True),
    _summed("EBSReadOps", Kind.DISK, "EBS reads", "Count"),
    _summed("EBSWriteOps", Kind.DISK, "EBS writes", "Count"),
    Known(EC2, "EBSIOBalance%", Kind.DISK, "EBS I/O balance", "Percent", "Minimum", usual=True),
    Known(EC2, "EBSByteBalance%", Kind.DISK, "EBS throughput balance", "Percent", "Minimum", usual=True),
    _summed("DiskReadBytes", Kind.DISK, "Instance store read"),
    _summed("DiskWriteBytes", Kind.DISK, "Instance store write"),
    _summed("DiskReadOps", Kind.DISK, "Instance store reads", "Count"),
    _summed("DiskWriteOps", Kind.DISK, "Instance store writes", "Count"),
    _check("StatusCheckFailed", "Status checks", usual=True),
    _check("StatusCheckFailed_Instance", "Instance check"),
    _check("StatusCheckFailed_System", "System check"),
    _check("StatusCheckFailed_AttachedEBS", "EBS check"),
)
# Every instance that runs has these, also those that CloudWatch no longer lists because nothing came for two weeks.
BASIC = ("CPUUtilization", "NetworkIn", "NetworkOut", "StatusCheckFailed")
_ALWAYS = frozenset({"InstanceId", "ImageId", "InstanceType", "AutoScalingGroupName", "device", "fstype", "objectname"})
_KNOWN = {(known.namespace, known.name): known for known in CATALOGUE}


def known(metric: Metric) -> Known | None:
    """What the catalogue says of a metric; None for one that only its publisher understands."""
    return _KNOWN.get((metric.namespace, metric.name))


def per_second(metric: Metric) -> bool:
    """Whether its sum is shown as a rate."""
    found = known(metric)
    return bool(found and found.per_second)


def metric_of(namespace: str, name: str, dimensions: tuple[tuple[str, str], ...]) -> Metric:
    """A metric with the statistic that fits it; the average for one that is not in the catalogue."""
    found = _KNOWN.get((namespace, name))
    statistic, unit = (found.statistic, found.unit) if found else ("Average", "None")
    return Metric(namespace=namespace, name=name, dimensions=dimensions, statistic=statistic, unit=unit)


def label_of(metric: Metric) -> str:
    """What people call a metric: `CPU`, `Disk use /data`, or its own name with what tells it from its like."""
    found = known(metric)
    which = [value for name, value in metric.dimensions if name not in _ALWAYS]
    return " ".join([found.words if found else metric.name, *which])


def is_check(metric: Metric) -> bool:
    """Whether it counts failed status checks."""
    found = known(metric)
    return bool(found and found.kind is Kind.STATUS)


def highest(metric: Metric) -> Metric | None:
    """The same metric's maxima, for one whose averages hide them: a busy minute is lost in an idle hour."""
    found = known(metric)
    if found is None or found.kind is not Kind.CPU:
        return None
    return metric.model_copy(update={"statistic": "Maximum"})
