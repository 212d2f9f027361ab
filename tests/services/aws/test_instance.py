from datetime import UTC, datetime
from typing import Any

from services.aws.instance import instance_of


def test_an_instance_is_read_with_its_tags_and_groups() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    wire: Any = {
        "InstanceId": "i-1",
        "State": {"Name": "running"},
        "PlatformDetails": "Linux/UNIX",
        "InstanceType": "m7i.large",
        "Placement": {"AvailabilityZone": "us-west-2a"},
        "PrivateIpAddress": "10.0.0.5",
        "PublicIpAddress": "203.0.113.7",
        "SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web"}],
        "LaunchTime": at,
        "Tags": [{"Key": "Name", "Value": "web-1"}, {"Key": "Environment", "Value": "Production"}],
    }
    instance = instance_of(wire, exposed=True)
    assert (instance.label, instance.production, instance.exposed) == ("web-1", True, True)
    assert (instance.instance_type, instance.availability_zone) == ("m7i.large", "us-west-2a")
    assert (instance.private_ip, instance.public_ip) == ("10.0.0.5", "203.0.113.7")
    assert (instance.security_group_ids, instance.launched) == (("sg-1",), at)


def test_what_belongs_to_an_instance_is_read() -> None:
    wire: Any = {
        "InstanceId": "i-1",
        "BlockDeviceMappings": [{"Ebs": {"VolumeId": "vol-1"}}, {"DeviceName": "/dev/sdb"}],
        "NetworkInterfaces": [{"NetworkInterfaceId": "eni-1"}],
        "IamInstanceProfile": {"Arn": "arn:aws:iam::123456789012:instance-profile/web"},
    }
    instance = instance_of(wire, exposed=None)
    assert (instance.volume_ids, instance.interface_ids, instance.profile) == (("vol-1",), ("eni-1",), "web")


def test_an_instance_that_tells_only_its_id_is_read() -> None:
    wire: Any = {"InstanceId": "i-1"}
    instance = instance_of(wire, exposed=None)
    assert (instance.label, instance.state, instance.tags, instance.exposed) == ("i-1", "unknown", {}, None)
