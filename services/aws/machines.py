"""What has to be known of machines before they are changed: volumes, root device, load balancers, scaling group."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Any, TypeVar

from core.errors import AssistantError, Upstream
from core.gaps import Gap
from core.patching.plan import PlannedVolume
from services.aws.chunks import chunks
from services.aws.crew import Crew, side_by_side
from services.aws.deadline import patience_s
from services.aws.persistence import every_page
from services.aws.session import Aws, Service

T = TypeVar("T")
Wire = Mapping[str, Any]
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html: 200 values in one filter;
# API_DescribeInstanceTypes.html: 100 types;
# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingInstances.html: 50 ids.
_IDS, _TYPES, _SCALED = 200, 100, 50


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """One machine. `volumes` and `target_group_arns` are None where they could not be read."""

    root_device_type: str
    volumes: tuple[PlannedVolume, ...] | None
    instance_store: tuple[str, ...]
    lifecycle: str
    hibernation: bool
    metal: bool
    target_group_arns: tuple[str, ...] | None
    auto_scaling_group: str


@dataclass(frozen=True, slots=True)
class Known:
    """The machines that EC2 knows, by id, and what could not be learnt about them."""

    machines: Mapping[str, MachineFacts]
    gaps: tuple[Gap, ...]


class Machines:
    """Asks EC2, the load balancers and Auto Scaling side by side, on the threads of `crew`."""

    def __init__(self, aws: Aws, crew: Crew) -> None:
        self._aws = aws
        self._crew = crew

    def of(self, instance_ids: Sequence[str]) -> Known:
        """The named machines; one that EC2 does not know is left out.

        Raises:
            Upstream: EC2 did not describe the machines, or Auto Scaling did not say which belong to a group: one that
                is changed without knowing that may be replaced in the middle.
        """
        scaling = self._crew.submit(self._scaling_groups, instance_ids)
        listing = self._crew.submit(self._target_groups)
        wires = [wire for portion in chunks(instance_ids, _IDS) for wire in self._described(portion)]
        reading = self._crew.submit(self._volumes, [wire["InstanceId"] for wire in wires])
        storing = self._crew.submit(self._stores, sorted({wire["InstanceType"] for wire in wires}))
        scaled = _answer(scaling, "DescribeAutoScalingInstances")
        gaps: list[Gap] = []
        volumes = _or_gap(lambda: _answer(reading, "DescribeVolumes"), "the volumes of the machines", gaps)
        groups = _or_gap(lambda: self._targets(listing), "which load balancers send traffic to the machines", gaps)
        stores = _or_gap(
            lambda: _answer(storing, "DescribeInstanceTypes"), "which machines have an instance store", gaps
        )
        machines = {
            wire["InstanceId"]: MachineFacts(
                root_device_type=wire.get("RootDeviceType", ""),
                volumes=None if volumes is None else _volumes_of(wire, volumes),
                instance_store=(stores or {}).get(wire["InstanceType"], ()),
                lifecycle=wire.get("InstanceLifecycle", ""),
                hibernation=wire.get("HibernationOptions", {}).get("Configured", False),
                metal=wire["InstanceType"].endswith(".metal"),
                target_group_arns=None if groups is None else groups.get(wire["InstanceId"], ()),
                auto_scaling_group=scaled.get(wire["InstanceId"], ""),
            )
            for wire in wires
        }
        return Known(machines, tuple(gaps))

    def _described(self, instance_ids: Sequence[str]) -> list[Wire]:
        named = [{"Name": "instance-id", "Values": list(instance_ids)}]
        pages = self._pages("ec2", "DescribeInstances", "NextToken", Filters=named)
        return [wire for page in pages for each in page.get("Reservations", []) for wire in each.get("Instances", [])]

    def _volumes(self, instance_ids: Sequence[str]) -> dict[str, Wire]:
        """Every attached volume by its id."""
        found: dict[str, Wire] = {}
        for portion in chunks(instance_ids, _IDS):
            attached = [{"Name": "attachment.instance-id", "Values": list(portion)}]
            for page in self._pages("ec2", "DescribeVolumes", "NextToken", Filters=attached):
                found.update({wire["VolumeId"]: wire for wire in page.get("Volumes", [])})
        return found

    def _stores(self, types: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """What is lost when a machine stops, by its type."""
        found: dict[str, tuple[str, ...]] = {}
        for portion in chunks(types, _TYPES):
            for page in self._pages("ec2", "DescribeInstanceTypes", "NextToken", InstanceTypes=list(portion)):
                for wire in page.get("InstanceTypes", []):
                    disks = wire.get("InstanceStorageInfo", {}).get("Disks", [])
                    found[wire["InstanceType"]] = tuple(f"{disk['Count']} x {disk['SizeInGB']} GB" for disk in disks)
        return found

    def _scaling_groups(self, instance_ids: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for portion in chunks(instance_ids, _SCALED):
            pages = self._pages("autoscaling", "DescribeAutoScalingInstances", "NextToken", InstanceIds=list(portion))
            for page in pages:
                members = page.get("AutoScalingInstances", [])
                found.update({wire["InstanceId"]: wire["AutoScalingGroupName"] for wire in members})
        return found

    def _target_groups(self) -> list[str]:
        pages = self._pages("elbv2", "DescribeTargetGroups", "NextMarker")
        groups = (wire for page in pages for wire in page.get("TargetGroups", []))
        return [wire["TargetGroupArn"] for wire in groups if wire.get("TargetType", "instance") == "instance"]

    def _targets(self, listing: Future[list[str]]) -> dict[str, tuple[str, ...]]:
        """The target groups of instances, by instance; each group has to be asked for its targets."""

        def ask(arn: str) -> set[str]:
            pages = self._pages("elbv2", "DescribeTargetHealth", "NextMarker", TargetGroupArn=arn)
            return {told["Target"]["Id"] for page in pages for told in page.get("TargetHealthDescriptions", [])}

        arns = _answer(listing, "DescribeTargetGroups")
        members = side_by_side(self._crew, ask, arns, "DescribeTargetHealth")
        found: dict[str, tuple[str, ...]] = {}
        for arn, names in zip(arns, members, strict=True):
            for name in names:
                found[name] = (*found.get(name, ()), arn)
        return found

    def _pages(self, service: Service, operation: str, field: str, **request: object) -> Iterator[Wire]:
        method = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in operation).lstrip("_")
        token = {"NextMarker": "Marker"}.get(field, field)

        def ask(following: str) -> Wire:
            with self._aws.asking(service, operation):
                # The stubs give each service its own overload, which a name that is only known here cannot choose.
                client: Any = self._aws.client(service)
                answer: Wire = getattr(client, method)(**request, **({token: following} if following else {}))
                return answer

        return every_page(ask, field)


def _volumes_of(wire: Wire, volumes: Mapping[str, Wire]) -> tuple[PlannedVolume, ...] | None:
    """The volumes of one machine; None where one of them was not described."""
    attached = {each["Ebs"]["VolumeId"]: each["DeviceName"] for each in wire.get("BlockDeviceMappings", [])}
    if not attached.keys() <= volumes.keys():
        return None
    return tuple(
        PlannedVolume(
            volume_id=volume_id,
            device=device,
            size_gib=volumes[volume_id]["Size"],
            encrypted=volumes[volume_id].get("Encrypted", False),
            root=device == wire.get("RootDeviceName"),
            kind=volumes[volume_id].get("VolumeType", ""),
        )
        for volume_id, device in sorted(attached.items())
    )


def _answer(future: Future[T], operation: str) -> T:
    wait([future], timeout=patience_s())
    if not future.done():
        raise Upstream.timed_out(operation)
    return future.result()


def _or_gap(ask: Callable[[], T], what: str, gaps: list[Gap]) -> T | None:
    try:
        return ask()
    except AssistantError as error:
        gaps.append(Gap(what=what, why=error.sentence, advice=error.advice))
        return None
