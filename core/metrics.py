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

    `statistic` is the one that tells most (network bytes are summed: their average depends on how often they are
    reported); a `rate` is shown per second.
    """

    namespace: str
    name: str
    kind: Kind
    words: str
    unit: str
    statistic: str = "Average"
    rate: bool = False


# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/metrics-collected-by-CloudWatch-agent.html
CATALOGUE = (
    Known(EC2, "CPUUtilization", Kind.CPU, "CPU", "Percent"),
    Known(EC2, "NetworkIn", Kind.NETWORK, "Network in", "Bytes", "Sum", rate=True),
    Known(EC2, "NetworkOut", Kind.NETWORK, "Network out", "Bytes", "Sum", rate=True),
    Known(EC2, "EBSReadBytes", Kind.DISK, "Disk read", "Bytes", "Sum", rate=True),
    Known(EC2, "EBSWriteBytes", Kind.DISK, "Disk write", "Bytes", "Sum", rate=True),
    Known(EC2, "EBSReadOps", Kind.DISK, "Disk reads", "Count", "Sum", rate=True),
    Known(EC2, "EBSWriteOps", Kind.DISK, "Disk writes", "Count", "Sum", rate=True),
    Known(EC2, "DiskReadBytes", Kind.DISK, "Instance store read", "Bytes", "Sum", rate=True),
    Known(EC2, "DiskWriteBytes", Kind.DISK, "Instance store write", "Bytes", "Sum", rate=True),
    Known(EC2, "DiskReadOps", Kind.DISK, "Instance store reads", "Count", "Sum", rate=True),
    Known(EC2, "DiskWriteOps", Kind.DISK, "Instance store writes", "Count", "Sum", rate=True),
    Known(EC2, "NetworkPacketsIn", Kind.NETWORK, "Packets in", "Count", "Sum", rate=True),
    Known(EC2, "NetworkPacketsOut", Kind.NETWORK, "Packets out", "Count", "Sum", rate=True),
    Known(EC2, "StatusCheckFailed", Kind.STATUS, "Status checks failed", "Count", "Maximum"),
    Known(EC2, "StatusCheckFailed_Instance", Kind.STATUS, "Instance check failed", "Count", "Maximum"),
    Known(EC2, "StatusCheckFailed_System", Kind.STATUS, "System check failed", "Count", "Maximum"),
    Known(EC2, "StatusCheckFailed_AttachedEBS", Kind.STATUS, "EBS check failed", "Count", "Maximum"),
    Known(EC2, "CPUCreditBalance", Kind.CREDITS, "CPU credits left", "Count"),
    Known(EC2, "CPUCreditUsage", Kind.CREDITS, "CPU credits used", "Count", "Sum"),
    Known(EC2, "CPUSurplusCreditBalance", Kind.CREDITS, "Surplus CPU credits", "Count"),
    Known(EC2, "CPUSurplusCreditsCharged", Kind.CREDITS, "Surplus CPU credits charged", "Count"),
    Known(EC2, "EBSIOBalance%", Kind.DISK, "EBS I/O balance", "Percent", "Minimum"),
    Known(EC2, "EBSByteBalance%", Kind.DISK, "EBS throughput balance", "Percent", "Minimum"),
    Known(AGENT, "mem_used_percent", Kind.MEMORY, "Memory", "Percent"),
    Known(AGENT, "Memory % Committed Bytes In Use", Kind.MEMORY, "Memory", "Percent"),
    Known(AGENT, "swap_used_percent", Kind.MEMORY, "Swap", "Percent"),
    Known(AGENT, "disk_used_percent", Kind.FILESYSTEM, "Disk full", "Percent"),
    Known(AGENT, "LogicalDisk % Free Space", Kind.FILESYSTEM, "Disk free", "Percent", "Minimum"),
)
_KNOWN = {(known.namespace, known.name): known for known in CATALOGUE}


def known(metric: Metric) -> Known | None:
    """What the catalogue says of a metric; None for one that only its publisher understands."""
    return _KNOWN.get((metric.namespace, metric.name))


def metric_of(namespace: str, name: str, dimensions: tuple[tuple[str, str], ...]) -> Metric:
    """A metric with the statistic that fits it; the average for one that is not in the catalogue."""
    found = _KNOWN.get((namespace, name))
    statistic, unit = (found.statistic, found.unit) if found else ("Average", "None")
    return Metric(namespace=namespace, name=name, dimensions=dimensions, statistic=statistic, unit=unit)
