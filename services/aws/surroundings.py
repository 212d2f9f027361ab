"""What belongs to an instance: its network, its volumes, its groups and its profile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from core.errors import NotFound
from services.aws.persistence import persistently
from services.aws.session import Aws


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Ids around one instance; `profile_arn` is "" where it has no role."""

    instance_id: str
    vpc_id: str = ""
    subnet_id: str = ""
    interface_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    volume_ids: tuple[str, ...] = ()
    profile_arn: str = ""

    @property
    def things(self) -> tuple[str, ...]:
        """What an event has to name to be about the instance."""
        return (self.instance_id, *self.group_ids, *self.volume_ids, *self.interface_ids)

    @property
    def network(self) -> tuple[str, ...]:
        """What a flow log may be made for, so that it has the instance's traffic."""
        return tuple(each for each in (*self.interface_ids, self.subnet_id, self.vpc_id) if each)


class AroundInstances:
    """Asks EC2."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def of(self, instance_id: str) -> Surroundings:
        """What belongs to an instance.

        Raises:
            NotFound: there is no such instance.
            Upstream: EC2 did not answer.
        """
        return persistently(partial(self._asked, instance_id))

    def _asked(self, instance_id: str) -> Surroundings:
        with self._aws.asking("ec2", "DescribeInstances"):
            told = self._aws.client("ec2").describe_instances(InstanceIds=[instance_id])
        for reservation in told.get("Reservations", []):
            for wire in reservation.get("Instances", []):
                return _read(instance_id, wire)
        raise NotFound(f"{instance_id} is not found in {self._aws.region}.")


def _read(instance_id: str, wire: Mapping[str, Any]) -> Surroundings:
    cards = wire.get("NetworkInterfaces") or []
    groups = (group["GroupId"] for each in (wire, *cards) for group in _groups(each))
    disks = (each.get("Ebs") or {} for each in wire.get("BlockDeviceMappings") or [])
    return Surroundings(
        instance_id=instance_id,
        vpc_id=wire.get("VpcId") or "",
        subnet_id=wire.get("SubnetId") or "",
        interface_ids=tuple(each["NetworkInterfaceId"] for each in cards if each.get("NetworkInterfaceId")),
        group_ids=tuple(dict.fromkeys(groups)),
        volume_ids=tuple(each["VolumeId"] for each in disks if each.get("VolumeId")),
        profile_arn=(wire.get("IamInstanceProfile") or {}).get("Arn") or "",
    )


def _groups(wire: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (each for each in wire.get("SecurityGroups") or wire.get("Groups") or [] if each.get("GroupId"))
