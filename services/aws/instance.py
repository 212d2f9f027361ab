"""EC2's description of an instance, in our words."""

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import TYPE_CHECKING

from core.fleet import Instance

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ec2.type_defs import InstanceTypeDef


def instance_of(wire: "InstanceTypeDef", *, exposed: bool | None) -> Instance:
    """Read one instance as DescribeInstances tells it; `exposed` is judged elsewhere."""
    tags = {tag["Key"]: tag.get("Value", "") for tag in wire.get("Tags", []) if "Key" in tag}
    launched = wire.get("LaunchTime")
    return Instance(
        instance_id=wire["InstanceId"],
        name=tags.get("Name", ""),
        state=wire.get("State", {}).get("Name", "unknown"),
        platform=wire.get("PlatformDetails") or wire.get("Platform", ""),
        instance_type=wire.get("InstanceType", ""),
        availability_zone=wire.get("Placement", {}).get("AvailabilityZone", ""),
        private_ip=wire.get("PrivateIpAddress", ""),
        public_ip=wire.get("PublicIpAddress", ""),
        security_group_ids=tuple(group["GroupId"] for group in wire.get("SecurityGroups", []) if "GroupId" in group),
        volume_ids=tuple(_ids(disk.get("Ebs", {}).get("VolumeId") for disk in wire.get("BlockDeviceMappings", []))),
        interface_ids=tuple(_ids(card.get("NetworkInterfaceId") for card in wire.get("NetworkInterfaces", []))),
        profile=wire.get("IamInstanceProfile", {}).get("Arn", "").rpartition("/")[2],
        subnet_id=wire.get("SubnetId", ""),
        vpc_id=wire.get("VpcId", ""),
        launched=launched.astimezone(UTC) if launched else None,
        tags=tags,
        exposed=exposed,
    )


def _ids(told: Iterable[str | None]) -> Iterator[str]:
    return (each for each in told if each)
