import pytest

from tests.sandbox.aws.clients import Json, until
from tests.sandbox.aws.lively import API_1, DB_1, Lively, refusal


def begin(lively: Lively, **asked: object) -> Json:
    task: Json = lively.ec2.create_replace_root_volume_task(InstanceId=API_1, **asked)["ReplaceRootVolumeTask"]
    return task


def ends(lively: Lively, task: Json, state: str) -> Json:
    def now() -> Json:
        ids = [task["ReplaceRootVolumeTaskId"]]
        [found] = lively.ec2.describe_replace_root_volume_tasks(ReplaceRootVolumeTaskIds=ids)["ReplaceRootVolumeTasks"]
        return dict(found)

    until(lambda: now()["TaskState"] == state)
    return now()


def test_a_machine_runs_from_another_volume_after_a_boot(lively: Lively) -> None:
    before, snapshot = lively.root(API_1), lively.snapshot(API_1)
    task = begin(lively, SnapshotId=snapshot)
    assert task["TaskState"] == "pending"
    assert ends(lively, task, "succeeded")["CompleteTime"]
    assert lively.root(API_1) != before
    assert lively.effects("boot") == {API_1: 1}
    [old] = lively.ec2.describe_volumes(VolumeIds=[before])["Volumes"]
    assert old["State"] == "available"


def test_the_replaced_volume_is_deleted_where_that_is_asked(lively: Lively) -> None:
    before = lively.root(API_1)
    ends(lively, begin(lively, SnapshotId=lively.snapshot(API_1), DeleteReplacedRootVolume=True), "succeeded")
    assert refusal(lively.ec2.describe_volumes, VolumeIds=[before]) == "InvalidVolume.NotFound"
    [disk] = lively.machine(API_1)["BlockDeviceMappings"]
    assert disk["Ebs"]["DeleteOnTermination"] is True


def test_the_same_token_begins_one_task_and_another_request_under_it_is_refused(lively: Lively) -> None:
    asked = {"SnapshotId": lively.snapshot(API_1), "ClientToken": "run-1"}
    assert begin(lively, **asked)["ReplaceRootVolumeTaskId"] == begin(lively, **asked)["ReplaceRootVolumeTaskId"]
    assert lively.effects("ec2:CreateReplaceRootVolumeTask") == {API_1: 1}
    other = {"InstanceId": API_1, **asked, "DeleteReplacedRootVolume": True}
    assert refusal(lively.ec2.create_replace_root_volume_task, **other) == "IdempotentParameterMismatch"


def test_only_snapshots_of_its_own_root_restore_a_machine(lively: Lively) -> None:
    foreign = {"InstanceId": API_1, "SnapshotId": lively.snapshot(DB_1)}
    assert refusal(lively.ec2.create_replace_root_volume_task, **foreign) == "InvalidParameterValue"
    own = lively.snapshot(API_1)
    copied = lively.ec2.copy_snapshot(SourceSnapshotId=own, SourceRegion="us-west-2")["SnapshotId"]
    copy = {"InstanceId": API_1, "SnapshotId": copied}
    assert refusal(lively.ec2.create_replace_root_volume_task, **copy) == "InvalidParameterValue"


def test_an_older_snapshot_still_restores_after_a_replacement(lively: Lively) -> None:
    snapshot = lively.snapshot(API_1)
    ends(lively, begin(lively, SnapshotId=snapshot), "succeeded")
    ends(lively, begin(lively, SnapshotId=snapshot), "succeeded")
    assert lively.effects("root replacement") == {API_1: 2}


def test_a_stopped_machine_is_refused(lively: Lively) -> None:
    snapshot = lively.snapshot(API_1)
    lively.stop(API_1)
    asked = {"InstanceId": API_1, "SnapshotId": snapshot}
    assert refusal(lively.ec2.create_replace_root_volume_task, **asked) == "IncorrectInstanceState"


def test_a_failed_task_leaves_the_former_root(lively: Lively) -> None:
    before = lively.root(API_1)
    lively.trouble(API_1, root_replacement="failed")
    ends(lively, begin(lively, SnapshotId=lively.snapshot(API_1)), "failed")
    assert lively.root(API_1) == before
    assert lively.effects("root replacement") == {}


def test_a_failed_task_can_leave_no_root_at_all(lively: Lively) -> None:
    before = lively.root(API_1)
    lively.trouble(API_1, root_replacement="failed-detached")
    ends(lively, begin(lively, SnapshotId=lively.snapshot(API_1)), "failed-detached")
    assert lively.machine(API_1)["State"]["Name"] == "stopped"
    assert refusal(lively.ec2.start_instances, InstanceIds=[API_1]) == "InvalidParameterValue"
    device = lively.machine(API_1)["RootDeviceName"]
    lively.ec2.attach_volume(VolumeId=before, InstanceId=API_1, Device=device)
    lively.ec2.start_instances(InstanceIds=[API_1])
    until(lambda: lively.machine(API_1)["State"]["Name"] == "running")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"MaxResults": 51}, "InvalidParameterValue"),
        ({"ReplaceRootVolumeTaskIds": ["replacevol-0"]}, "InvalidReplaceRootVolumeTaskId.NotFound"),
    ],
)
def test_what_ec2_refuses_is_refused(lively: Lively, asked: Json, code: str) -> None:
    assert refusal(lively.ec2.describe_replace_root_volume_tasks, **asked) == code


def scanned(lively: Lively, operation: str) -> int:
    """How many packages are missing after an operation of Patch Manager."""
    sent = lively.ssm.send_command(
        DocumentName="AWS-RunPatchBaseline",
        InstanceIds=[API_1],
        Parameters={"Operation": [operation], "RebootOption": ["NoReboot"]},
    )
    asked = {"CommandId": sent["Command"]["CommandId"]}
    until(lambda: [each["Status"] for each in lively.ssm.list_commands(**asked)["Commands"]] == ["Success"])
    [state] = lively.ssm.describe_instance_patch_states(InstanceIds=[API_1])["InstancePatchStates"]
    return int(state["MissingCount"])


def test_the_packages_are_those_of_the_snapshot_again(lively: Lively) -> None:
    snapshot, missing = lively.snapshot(API_1), scanned(lively, "Scan")
    assert missing > scanned(lively, "Install") == 0
    ends(lively, begin(lively, SnapshotId=snapshot), "succeeded")
    online = [{"Key": "InstanceIds", "Values": [API_1]}, {"Key": "PingStatus", "Values": ["Online"]}]
    until(lambda: bool(lively.ssm.describe_instance_information(Filters=online)["InstanceInformationList"]))
    assert scanned(lively, "Scan") == missing
