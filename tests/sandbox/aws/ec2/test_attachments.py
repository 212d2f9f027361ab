from tests.sandbox.aws.clients import until
from tests.sandbox.aws.lively import API_1, DB_1, WEB_3, Lively, refusal


def available(lively: Lively, volume_id: str) -> None:
    def there() -> bool:
        return bool(lively.ec2.describe_volumes(VolumeIds=[volume_id])["Volumes"][0]["State"] == "available")

    until(there)


def empty(lively: Lively, instance_id: str) -> str:
    zone = lively.machine(instance_id)["Placement"]["AvailabilityZone"]
    volume = str(lively.ec2.create_volume(AvailabilityZone=zone, Size=8)["VolumeId"])
    available(lively, volume)
    return volume


def test_the_root_of_a_running_machine_stays(lively: Lively) -> None:
    assert refusal(lively.ec2.detach_volume, VolumeId=lively.root(API_1)) == "OperationNotPermitted"


def test_a_root_is_swapped_while_its_machine_is_stopped(lively: Lively) -> None:
    snapshot, old = lively.snapshot(API_1), lively.root(API_1)
    machine = lively.machine(API_1)
    lively.stop(API_1)
    assert lively.ec2.detach_volume(VolumeId=old)["State"] == "detaching"
    available(lively, old)
    zone = machine["Placement"]["AvailabilityZone"]
    new = lively.ec2.create_volume(SnapshotId=snapshot, AvailabilityZone=zone)["VolumeId"]
    available(lively, new)
    lively.ec2.attach_volume(VolumeId=new, InstanceId=API_1, Device=machine["RootDeviceName"])
    assert lively.root(API_1) == new
    lively.ec2.start_instances(InstanceIds=[API_1])
    until(lambda: lively.machine(API_1)["State"]["Name"] == "running")


def test_a_new_attachment_outlives_its_machine_unless_told_otherwise(lively: Lively) -> None:
    volume = empty(lively, API_1)
    told = lively.ec2.attach_volume(VolumeId=volume, InstanceId=API_1, Device="/dev/sdz")
    assert (told["State"], told["DeleteOnTermination"]) == ("attaching", False)
    change = [{"DeviceName": "/dev/sdz", "Ebs": {"DeleteOnTermination": True}}]
    lively.ec2.modify_instance_attribute(InstanceId=API_1, BlockDeviceMappings=change)
    [found] = lively.ec2.describe_volumes(VolumeIds=[volume])["Volumes"][0]["Attachments"]
    assert found["DeleteOnTermination"] is True


def test_any_other_attribute_is_refused(lively: Lively) -> None:
    asked = {"InstanceId": API_1, "InstanceType": {"Value": "m6i.xlarge"}}
    assert refusal(lively.ec2.modify_instance_attribute, **asked) == "UnsupportedOperation"


def test_what_cannot_be_attached_is_refused(lively: Lively) -> None:
    volume = empty(lively, API_1)
    asked = {"VolumeId": volume, "InstanceId": API_1}
    root = lively.machine(API_1)["RootDeviceName"]
    assert refusal(lively.ec2.attach_volume, **asked, Device=root) == "InvalidParameterValue"
    elsewhere = next(
        each
        for each in (DB_1, WEB_3, "i-0d70ac4ed9328e728")
        if lively.machine(each)["Placement"] != lively.machine(API_1)["Placement"]
    )
    away = {"VolumeId": volume, "InstanceId": elsewhere, "Device": "/dev/sdz"}
    assert refusal(lively.ec2.attach_volume, **away) == "InvalidVolume.ZoneMismatch"
    taken = {"VolumeId": lively.root(API_1), "InstanceId": API_1, "Device": "/dev/sdz"}
    assert refusal(lively.ec2.attach_volume, **taken) == "VolumeInUse"


def test_what_is_not_attached_is_not_detached(lively: Lively) -> None:
    volume = empty(lively, API_1)
    assert refusal(lively.ec2.detach_volume, VolumeId=volume) == "IncorrectState"
    data = next(
        each["Ebs"]["VolumeId"]
        for each in lively.machine(DB_1)["BlockDeviceMappings"]
        if each["Ebs"]["VolumeId"] != lively.root(DB_1)
    )
    assert refusal(lively.ec2.detach_volume, VolumeId=data, InstanceId=API_1) == "InvalidAttachment.NotFound"
    lively.ec2.detach_volume(VolumeId=data)
    available(lively, data)
