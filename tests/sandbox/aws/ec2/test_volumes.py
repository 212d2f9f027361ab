import pytest

from tests.sandbox.aws.clients import Json, until
from tests.sandbox.aws.lively import API_1, DB_1, Lively, refusal


def zone(lively: Lively, instance_id: str = API_1) -> str:
    return str(lively.machine(instance_id)["Placement"]["AvailabilityZone"])


def state(lively: Lively, volume_id: str) -> str:
    [found] = lively.ec2.describe_volumes(VolumeIds=[volume_id])["Volumes"]
    return str(found["State"])


def restored(lively: Lively, instance_id: str = API_1, **more: object) -> str:
    snapshot = lively.snapshot(instance_id)
    made = lively.ec2.create_volume(SnapshotId=snapshot, AvailabilityZone=zone(lively), VolumeType="gp3", **more)
    assert made["State"] == "creating"
    until(lambda: state(lively, made["VolumeId"]) == "available")
    return str(made["VolumeId"])


def test_a_volume_has_the_size_of_its_snapshot(lively: Lively) -> None:
    [found] = lively.ec2.describe_volumes(VolumeIds=[restored(lively)])["Volumes"]
    assert (found["Size"], found["VolumeType"], found["Attachments"]) == (40, "gp3", [])


def test_the_same_token_makes_one_volume(lively: Lively) -> None:
    asked = {"AvailabilityZone": zone(lively), "Size": 8, "ClientToken": "run-1"}
    assert lively.ec2.create_volume(**asked)["VolumeId"] == lively.ec2.create_volume(**asked)["VolumeId"]
    assert sum(lively.effects("ec2:CreateVolume").values()) == 1
    assert refusal(lively.ec2.create_volume, **{**asked, "Size": 9}) == "IdempotentParameterMismatch"


def test_without_a_token_there_are_two(lively: Lively) -> None:
    asked = {"AvailabilityZone": zone(lively), "Size": 8}
    assert lively.ec2.create_volume(**asked)["VolumeId"] != lively.ec2.create_volume(**asked)["VolumeId"]


def test_a_deleted_volume_is_soon_gone(lively: Lively) -> None:
    volume = restored(lively)
    lively.ec2.delete_volume(VolumeId=volume)
    everything = lively.ec2.describe_volumes
    until(lambda: volume not in {each["VolumeId"] for each in everything()["Volumes"]})
    assert refusal(lively.ec2.delete_volume, VolumeId=volume) == "InvalidVolume.NotFound"


def test_an_attached_volume_is_not_deleted(lively: Lively) -> None:
    assert refusal(lively.ec2.delete_volume, VolumeId=lively.root(API_1)) == "VolumeInUse"


def test_filters_and_pages(lively: Lively) -> None:
    wanted = [{"Name": "attachment.instance-id", "Values": [DB_1]}, {"Name": "tag:Owner", "Values": ["team-data"]}]
    assert sorted(each["Size"] for each in lively.ec2.describe_volumes(Filters=wanted)["Volumes"]) == [50, 500]
    pages = lively.ec2.get_paginator("describe_volumes").paginate(PaginationConfig={"PageSize": 10})
    assert [len(page["Volumes"]) for page in pages] == [10, 6]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"AvailabilityZone": "us-west-2a"}, "MissingParameter"),
        ({"Size": 8}, "MissingParameter"),
        ({"Size": 8, "AvailabilityZone": "mars-1a"}, "InvalidParameterValue"),
        ({"AvailabilityZone": "us-west-2a", "SnapshotId": "snap-0123456789abcdef0"}, "InvalidSnapshot.NotFound"),
        ({"Size": 8, "AvailabilityZone": "us-west-2a", "VolumeType": "tape"}, "InvalidParameterValue"),
        ({"Size": 8, "AvailabilityZone": "us-west-2a", "DryRun": True}, "DryRunOperation"),
    ],
)
def test_what_ec2_refuses_is_refused(lively: Lively, asked: Json, code: str) -> None:
    assert refusal(lively.ec2.create_volume, **asked) == code
    assert lively.effects("ec2:CreateVolume") == {}
