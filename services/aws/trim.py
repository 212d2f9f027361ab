"""Reads only what is used: botocore parses each member that its model knows, and most of a finding nobody reads.

Parsing is most of the work of a large fleet; what is taken from the model is skipped, and does not reach memory.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, ServiceModel, Shape, StructureShape
from botocore.utils import parse_timestamp

# {} keeps a member whole.
Kept = Mapping[str, "Kept"]
_ALL: Kept = {}


def _names(words: str, **deeper: Kept) -> Kept:
    return {**dict.fromkeys(words.split(), _ALL), **deeper}


_FINDING = _names(
    "findingArn title severity inspectorScore exploitAvailable fixAvailable firstObservedAt lastObservedAt",
    resources=_names("type id"),
    packageVulnerabilityDetails=_names(
        "vulnerabilityId",
        vulnerablePackages=_names(
            "name version epoch release fixedInVersion packageManager arch filePath",
        ),
    ),
    epss=_names("score"),
)
_INTERFACE = _names("Association Groups Ipv6Addresses NetworkInterfaceId", PrivateIpAddresses=_names("Association"))
_INSTANCE = _names(
    "InstanceId Tags LaunchTime State PlatformDetails Platform InstanceType PrivateIpAddress PublicIpAddress"
    " SecurityGroups Ipv6Address Placement RootDeviceName RootDeviceType InstanceLifecycle HibernationOptions"
    " VpcId SubnetId IamInstanceProfile",
    NetworkInterfaces=_INTERFACE,
    BlockDeviceMappings=_names("DeviceName", Ebs=_names("VolumeId")),
)
READ: Mapping[str, Mapping[str, Kept]] = {
    "ec2": {"DescribeInstances": _names("NextToken", Reservations=_names("", Instances=_INSTANCE))},
    "inspector2": {"ListFindings": _names("nextToken", findings=_FINDING)},
}


def trim(service: str, model: ServiceModel) -> None:
    """Take what is not read from the model of one client; the model belongs to that client alone."""
    for operation, kept in READ.get(service, {}).items():
        shape = model.operation_model(operation).output_shape
        if shape is not None:
            _trim(shape, kept)


def _trim(shape: Shape, kept: Kept) -> None:
    if isinstance(shape, ListShape):
        _trim(shape.member, kept)
    elif kept and isinstance(shape, StructureShape):
        for name in list(shape.members):
            if name in kept:
                _trim(shape.members[name], kept[name])
            else:
                del shape.members[name]


def utc_time(told: Any) -> datetime:  # noqa: ANN401  seconds since 1970 or text, as the protocol has it
    """Read a timestamp; botocore's own reading, by way of the machine's zone, takes ten times as long."""
    if isinstance(told, int | float):
        return datetime.fromtimestamp(told, UTC)
    try:
        read = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        read = parse_timestamp(told)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
