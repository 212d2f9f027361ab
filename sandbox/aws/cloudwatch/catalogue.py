"""Which metrics a machine publishes, under which dimensions, how often.

Not imitated: the aggregates by image, type and Auto Scaling group, the instance store metrics (no type of the fleet
has one) and the Windows counters of the agent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from sandbox.aws.cloudwatch import levels
from sandbox.aws.cloudwatch.levels import Level
from sandbox.aws.cloudwatch.machine import Machine

EC2 = "AWS/EC2"
AGENT = "CWAgent"
Dimensions = tuple[tuple[str, str], ...]
Identity = tuple[str, str, Dimensions]
_KIB = 1_024


class Cadence(Enum):
    """How five minutes reach CloudWatch.

    EC2 takes a sample a minute; basic monitoring publishes five of them as one statistic set.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ec2-metricscollected.html
    """

    EVERY_MINUTE = "five datapoints of one sample"
    SET_OF_FIVE = "one datapoint of five samples"
    ONCE = "one datapoint of one sample"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of one machine; `shake` is how far single minutes stand from the mean of five, `top` their bound."""

    machine: Machine
    namespace: str
    name: str
    dimensions: Dimensions
    unit: str
    cadence: Cadence
    level: Level
    shake: float = 0.0
    top: float = float("inf")
    whole: bool = False

    @property
    def identity(self) -> Identity:
        """Namespace, name and sorted dimensions."""
        return self.namespace, self.name, tuple(sorted(self.dimensions))


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    unit: str
    level: Level
    shake: float = 0.0
    top: float = float("inf")
    whole: bool = False


_BY_MONITORING = (
    _Kind("CPUUtilization", "Percent", levels.cpu, 0.22, 100),
    _Kind("NetworkIn", "Bytes", levels.network(0), 0.3, whole=True),
    _Kind("NetworkOut", "Bytes", levels.network(1), 0.3, whole=True),
    _Kind("EBSReadOps", "Count", levels.ebs_ops(0), 0.4, whole=True),
    _Kind("EBSWriteOps", "Count", levels.ebs_ops(1), 0.4, whole=True),
    _Kind("EBSReadBytes", "Bytes", levels.ebs_bytes(0, 16 * _KIB), 0.4, whole=True),
    _Kind("EBSWriteBytes", "Bytes", levels.ebs_bytes(1, 12 * _KIB), 0.4, whole=True),
)
# Five-minute periods whatever the monitoring: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
_ALWAYS_BASIC = (
    _Kind("NetworkPacketsIn", "Count", levels.packets(0), 0.3, whole=True),
    _Kind("NetworkPacketsOut", "Count", levels.packets(1), 0.3, whole=True),
)
_CHECKS = (
    _Kind("StatusCheckFailed", "Count", levels.instance_check),
    _Kind("StatusCheckFailed_Instance", "Count", levels.instance_check),
    _Kind("StatusCheckFailed_System", "Count", levels.nothing),
    _Kind("StatusCheckFailed_AttachedEBS", "Count", levels.nothing),
)
_CREDITS = (
    _Kind("CPUCreditUsage", "Count", levels.credit_usage),
    _Kind("CPUCreditBalance", "Count", levels.credit_balance),
    _Kind("CPUSurplusCreditBalance", "Count", levels.nothing),
    _Kind("CPUSurplusCreditsCharged", "Count", levels.nothing),
)
_MEMORY = _Kind("mem_used_percent", "Percent", levels.memory, 0.004, 100)
_ROOT = _Kind("disk_used_percent", "Percent", levels.root_disk)
_DATA = _Kind("disk_used_percent", "Percent", levels.data_disk)


def metrics_of(machine: Machine) -> Mapping[Identity, Metric]:
    """Every metric of a machine by its identity."""
    return {metric.identity: metric for metric in (*_of_ec2(machine), *_of_agent(machine))}


def _of_ec2(machine: Machine) -> Iterator[Metric]:
    own = (("InstanceId", machine.id),)
    monitored = Cadence.EVERY_MINUTE if machine.detailed else Cadence.SET_OF_FIVE
    groups = [(_BY_MONITORING, monitored), (_ALWAYS_BASIC, Cadence.SET_OF_FIVE), (_CHECKS, Cadence.EVERY_MINUTE)]
    if machine.credits:
        groups.append((_CREDITS, Cadence.ONCE))
    for kinds, cadence in groups:
        for kind in kinds:
            yield _metric(machine, EC2, kind, own, cadence)


def _of_agent(machine: Machine) -> Iterator[Metric]:
    if not machine.agent:
        return
    own = (("InstanceId", machine.id), ("ImageId", machine.image), ("InstanceType", machine.type))
    yield _metric(machine, AGENT, _MEMORY, own, Cadence.EVERY_MINUTE)
    for kind, path, device in _disks(machine):
        place = (("path", path), ("device", device), ("fstype", _fstype(machine)))
        yield _metric(machine, AGENT, kind, (*own, *place), Cadence.EVERY_MINUTE)


def _disks(machine: Machine) -> Iterator[tuple[_Kind, str, str]]:
    yield _ROOT, "/", "nvme0n1p1"
    if machine.role.data_path and machine.volumes > 1:
        yield _DATA, machine.role.data_path, "nvme1n1"


def _fstype(machine: Machine) -> str:
    return "ext4" if machine.system.startswith("ubuntu") else "xfs"


def _metric(machine: Machine, namespace: str, kind: _Kind, dimensions: Dimensions, cadence: Cadence) -> Metric:
    return Metric(
        machine,
        namespace,
        kind.name,
        dimensions,
        kind.unit,
        cadence,
        kind.level,
        kind.shake,
        kind.top,
        kind.whole,
    )
