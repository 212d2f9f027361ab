from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from core.errors import Upstream
from core.patching.plan import PlannedVolume
from services.aws.crew import Crew
from services.aws.machines import Machines
from services.aws.session import Aws, Service
from tests.services.aws.wire import Asked, Wire, aws_error, fails

ID = "i-00000000000000001"
ROOT, DATA = "vol-00000000000000001", "vol-00000000000000002"
GROUP = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/web/0123456789abcdef"
DENIED = aws_error("UnauthorizedOperation", status=403)


def instance(**more: object) -> dict[str, Any]:
    disks = (("/dev/xvda", ROOT), ("/dev/sdf", DATA))
    told: dict[str, Any] = {
        "InstanceId": ID,
        "InstanceType": "m5d.large",
        "RootDeviceName": "/dev/xvda",
        "RootDeviceType": "ebs",
        "BlockDeviceMappings": [{"DeviceName": name, "Ebs": {"VolumeId": volume}} for name, volume in disks],
    }
    return told | more


def volume(volume_id: str, size: int, kind: str) -> dict[str, Any]:
    return {"VolumeId": volume_id, "Size": size, "Encrypted": True, "VolumeType": kind}


def health(asked: Asked) -> Mapping[str, Any]:
    assert asked["TargetGroupArn"] == GROUP
    return {"TargetHealthDescriptions": [{"Target": {"Id": ID, "Port": 80}}]}


@pytest.fixture
def told(wire: Wire) -> Wire:
    stored = {"InstanceType": "m5d.large", "InstanceStorageInfo": {"Disks": [{"Count": 1, "SizeInGB": 75}]}}
    wire.on("ec2", "DescribeInstances", lambda _: {"Reservations": [{"Instances": [instance()]}]})
    wire.on("ec2", "DescribeVolumes", lambda _: {"Volumes": [volume(ROOT, 20, "gp3"), volume(DATA, 100, "st1")]})
    wire.on("ec2", "DescribeInstanceTypes", lambda _: {"InstanceTypes": [stored]})
    wire.on("autoscaling", "DescribeAutoScalingInstances", lambda _: {"AutoScalingInstances": []})
    groups = [{"TargetGroupArn": GROUP, "TargetType": "instance"}, {"TargetGroupArn": f"{GROUP}9", "TargetType": "ip"}]
    wire.on("elbv2", "DescribeTargetGroups", lambda _: {"TargetGroups": groups})
    wire.on("elbv2", "DescribeTargetHealth", health)
    return wire


@pytest.fixture
def machines(aws: Aws) -> Iterator[Machines]:
    with Crew(4) as crew:
        yield Machines(aws, crew)


@pytest.mark.usefixtures("told")
def test_a_machine_is_told_with_all_that_a_change_depends_on(machines: Machines) -> None:
    known = machines.of([ID])
    facts = known.machines[ID]
    assert facts.volumes == (
        PlannedVolume(volume_id=ROOT, device="/dev/xvda", size_gib=20, encrypted=True, root=True, kind="gp3"),
        PlannedVolume(volume_id=DATA, device="/dev/sdf", size_gib=100, encrypted=True, root=False, kind="st1"),
    )
    assert (facts.root_device_type, facts.instance_store) == ("ebs", ("1 x 75 GB",))
    assert (facts.target_group_arns, facts.auto_scaling_group) == ((GROUP,), "")
    assert (facts.lifecycle, facts.hibernation, facts.metal) == ("", False, False)
    assert known.gaps == ()


def test_what_makes_a_machine_special_is_told(told: Wire, machines: Machines) -> None:
    special = instance(InstanceType="m5.metal", InstanceLifecycle="spot", HibernationOptions={"Configured": True})
    told.on("ec2", "DescribeInstances", lambda _: {"Reservations": [{"Instances": [special]}]})
    facts = machines.of([ID]).machines[ID]
    assert (facts.lifecycle, facts.hibernation, facts.metal) == ("spot", True, True)


@pytest.mark.parametrize(
    ("service", "operation", "missing"),
    [("ec2", "DescribeVolumes", "volumes"), ("elbv2", "DescribeTargetHealth", "target_group_arns")],
)
def test_what_could_not_be_read_is_none_and_a_gap_and_never_empty(
    told: Wire, machines: Machines, service: Service, operation: str, missing: str
) -> None:
    told.on(service, operation, fails(DENIED))
    known = machines.of([ID])
    assert getattr(known.machines[ID], missing) is None
    assert [operation in gap.why for gap in known.gaps] == [True]


def test_volumes_are_unknown_where_one_of_them_was_not_described(told: Wire, machines: Machines) -> None:
    told.on("ec2", "DescribeVolumes", lambda _: {"Volumes": [volume(ROOT, 20, "gp3")]})
    assert machines.of([ID]).machines[ID].volumes is None


def test_not_knowing_who_is_in_a_scaling_group_ends_it_all(told: Wire, machines: Machines) -> None:
    told.on("autoscaling", "DescribeAutoScalingInstances", fails(aws_error("AccessDenied", status=403)))
    with pytest.raises(Upstream, match="DescribeAutoScalingInstances"):
        machines.of([ID])


def test_a_member_of_a_scaling_group_is_told(told: Wire, machines: Machines) -> None:
    member = {
        "InstanceId": ID,
        "AutoScalingGroupName": "web",
        "AvailabilityZone": "us-west-2a",
        "LifecycleState": "InService",
        "HealthStatus": "HEALTHY",
        "ProtectedFromScaleIn": False,
    }
    told.on("autoscaling", "DescribeAutoScalingInstances", lambda _: {"AutoScalingInstances": [member]})
    assert machines.of([ID]).machines[ID].auto_scaling_group == "web"
