import pytest
from botocore.exceptions import HTTPClientError

from tests.sandbox.aws.clients import Json, until
from tests.sandbox.aws.lively import API_1, DB_1, Lively, refusal

MARK = [{"ResourceType": "snapshot", "Tags": [{"Key": "sre:mark", "Value": "one"}]}]


def marked(lively: Lively) -> list[Json]:
    wanted = [{"Name": "tag:sre:mark", "Values": ["one"]}]
    found: list[Json] = lively.ec2.describe_snapshots(Filters=wanted)["Snapshots"]
    return found


def all_of(lively: Lively, instance_id: str, **more: object) -> list[Json]:
    told = lively.ec2.create_snapshots(InstanceSpecification={"InstanceId": instance_id}, **more)
    found: list[Json] = told["Snapshots"]
    return found


def test_every_volume_of_a_machine_is_taken_at_one_moment(lively: Lively) -> None:
    made = all_of(lively, DB_1, TagSpecifications=MARK, Description="before patching")
    assert sorted(each["VolumeSize"] for each in made) == [50, 500]
    assert {each["State"] for each in made} == {"pending"}
    assert len({each["StartTime"] for each in made}) == 1
    until(lambda: {each["State"] for each in marked(lively)} == {"completed"})
    assert {each["Progress"] for each in marked(lively)} == {"100%"}
    assert {each["Description"] for each in marked(lively)} == {"before patching"}


def test_tags_of_the_volume_are_copied_beside_those_of_the_request(lively: Lively) -> None:
    made = all_of(lively, DB_1, TagSpecifications=MARK, CopyTagsFromSource="volume")
    tags = [{tag["Key"]: tag["Value"] for tag in each["Tags"]} for each in made]
    copied = {"Name": "db-1", "Environment": "prod", "Owner": "team-data"}
    assert tags == [{**copied, "sre:mark": "one"}] * 2


def test_the_boot_volume_can_be_left_out(lively: Lively) -> None:
    wanted = {"InstanceId": DB_1, "ExcludeBootVolume": True}
    [only] = lively.ec2.create_snapshots(InstanceSpecification=wanted)["Snapshots"]
    assert only["VolumeSize"] == 500


def test_asked_twice_they_are_taken_twice(lively: Lively) -> None:
    all_of(lively, DB_1)
    all_of(lively, DB_1)
    assert lively.effects("ec2:CreateSnapshots") == {DB_1: 2}
    assert sorted(lively.effects("snapshot").values()) == [2, 2]


def test_a_lost_reply_leaves_snapshots_that_their_tag_finds(lively: Lively) -> None:
    lively.control("POST", "faults", {"ec2:CreateSnapshots": {"lost_reply": True, "times": 1}})
    with pytest.raises(HTTPClientError):
        all_of(lively, DB_1, TagSpecifications=MARK)
    until(lambda: len(marked(lively)) == 2)
    assert lively.effects("ec2:CreateSnapshots") == {DB_1: 1}


def test_one_member_that_fails_takes_the_set_with_it(lively: Lively) -> None:
    lively.trouble(DB_1, snapshots="error")
    all_of(lively, DB_1, TagSpecifications=MARK)
    until(lambda: {each["State"] for each in marked(lively)} == {"error"})
    assert sorted("StateMessage" in each for each in marked(lively)) == [False, True]
    assert {each["Progress"] for each in marked(lively)} == {"50%"}


def test_a_stuck_snapshot_stays_pending_and_cannot_be_restored(lively: Lively) -> None:
    lively.trouble(API_1, snapshots="stuck")
    [made] = all_of(lively, API_1)
    zone = lively.machine(API_1)["Placement"]["AvailabilityZone"]
    until(lambda: lively.states(made["SnapshotId"]) == {"pending"})
    restore = {"SnapshotId": made["SnapshotId"], "AvailabilityZone": zone}
    assert refusal(lively.ec2.create_volume, **restore) == "IncorrectState"
    task = {"SnapshotId": made["SnapshotId"], "InstanceId": API_1}
    assert refusal(lively.ec2.create_replace_root_volume_task, **task) == "IncorrectState"


def test_a_volume_has_five_pending_snapshots_at_most(lively: Lively) -> None:
    lively.trouble(API_1, snapshots="stuck")
    for _ in range(5):
        all_of(lively, API_1)
    wanted = {"InstanceId": API_1}
    assert refusal(lively.ec2.create_snapshots, InstanceSpecification=wanted) == "ConcurrentSnapshotLimitExceeded"


def test_the_region_takes_no_more_than_its_quota(lively: Lively) -> None:
    own = lively.ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]
    lively.trouble(API_1, snapshot_quota=len(own) + 1)
    all_of(lively, API_1)
    wanted = {"InstanceId": API_1}
    assert refusal(lively.ec2.create_snapshots, InstanceSpecification=wanted) == "SnapshotLimitExceeded"
    assert refusal(lively.ec2.create_snapshot, VolumeId=lively.root(API_1)) == "SnapshotLimitExceeded"
    assert sum(lively.effects("snapshot").values()) == 1


def test_a_dry_run_takes_none(lively: Lively) -> None:
    assert refusal(lively.ec2.create_snapshot, VolumeId=lively.root(API_1), DryRun=True) == "DryRunOperation"
    assert lively.effects("snapshot") == {}


def test_a_disabled_key_fails_the_snapshot(lively: Lively) -> None:
    kms = lively.client("kms")
    key = kms.create_key()["KeyMetadata"]
    zone = lively.machine(API_1)["Placement"]["AvailabilityZone"]
    volume = lively.ec2.create_volume(AvailabilityZone=zone, Size=1, Encrypted=True, KmsKeyId=key["Arn"])
    kms.disable_key(KeyId=key["KeyId"])
    made = lively.ec2.create_snapshot(VolumeId=volume["VolumeId"])
    assert made["Encrypted"] is True
    until(lambda: lively.states(made["SnapshotId"]) == {"error"})


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"InstanceSpecification": {"InstanceId": "i-0123456789abcdef0"}}, "InvalidInstanceID.NotFound"),
        ({"InstanceSpecification": {"InstanceId": "db-1"}}, "InvalidInstanceID.Malformed"),
        (
            {
                "InstanceSpecification": {"InstanceId": DB_1},
                "TagSpecifications": [{"ResourceType": "volume", "Tags": [{"Key": "a", "Value": "b"}]}],
            },
            "InvalidParameterValue",
        ),
        (
            {
                "InstanceSpecification": {"InstanceId": DB_1},
                "TagSpecifications": [{"ResourceType": "snapshot", "Tags": [{"Key": "aws:a", "Value": "b"}]}],
            },
            "InvalidParameterValue",
        ),
    ],
)
def test_what_ec2_refuses_is_refused(lively: Lively, asked: Json, code: str) -> None:
    assert refusal(lively.ec2.create_snapshots, **asked) == code
    assert lively.effects("snapshot") == {}


def test_snapshots_of_encrypted_volumes_are_encrypted_with_their_key(lively: Lively) -> None:
    ids = [each["SnapshotId"] for each in all_of(lively, DB_1)]
    until(lambda: lively.states(*ids) == {"completed"})
    snapshots = lively.ec2.describe_snapshots(SnapshotIds=ids)["Snapshots"]
    disks = lively.ec2.describe_volumes(VolumeIds=[each["VolumeId"] for each in snapshots])["Volumes"]
    assert {each["Encrypted"] for each in (*snapshots, *disks)} == {True}
    assert len({each["KmsKeyId"] for each in (*snapshots, *disks)}) == 1
    [plain] = all_of(lively, API_1)
    assert plain["Encrypted"] is False
