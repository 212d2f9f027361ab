"""The long way back: a stopped machine gets a volume from its snapshot in place of its root."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.model import Model
from services.aws.changes.root_volumes import token_of
from services.aws.changes.snapshots import EXPIRES, INSTANCE, MARK, WORKFLOW, tagged
from services.aws.changes.writer import Writer
from services.aws.persistence import persistently


class Volume(Model):
    """A volume; `device` and `instance_id` are empty where it is attached to nothing."""

    volume_id: str
    state: str
    volume_type: str
    iops: int | None
    throughput: int | None
    device: str = ""
    instance_id: str = ""
    delete_on_termination: bool = False


class Volumes:
    """Stops and starts machines, and swaps their volumes. Each call is harmless when it is made again."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._aws = writer.reader

    def stop(self, instance_id: str) -> None:
        """Ask a machine to stop; instance stores and an address that AWS gave it are lost."""
        self._writer.write(instance_id, "ec2", "StopInstances", InstanceIds=[instance_id])

    def start(self, instance_id: str) -> None:
        """Ask a machine to start."""
        self._writer.write(instance_id, "ec2", "StartInstances", InstanceIds=[instance_id])

    def create(self, instance_id: str, snapshot_id: str, zone: str, like: Volume, mark: str) -> str:
        """A volume from a snapshot, of the kind of another; asked again with the same mark it is the same one."""
        kind: dict[str, object] = {"VolumeType": like.volume_type}
        if like.volume_type in {"gp3", "io1", "io2"} and like.iops:
            kind["Iops"] = like.iops
        if like.volume_type == "gp3" and like.throughput:
            kind["Throughput"] = like.throughput
        told = self._writer.write(
            instance_id,
            "ec2",
            "CreateVolume",
            SnapshotId=snapshot_id,
            AvailabilityZone=zone,
            ClientToken=token_of(mark),
            TagSpecifications=[tagged("volume", {MARK: mark, INSTANCE: instance_id})],
            **kind,
        )
        return str(told["VolumeId"])

    def detach(self, instance_id: str, volume_id: str) -> None:
        """Ask for a volume to be taken off; it is kept."""
        self._writer.write(instance_id, "ec2", "DetachVolume", VolumeId=volume_id, InstanceId=instance_id)

    def attach(self, instance_id: str, volume_id: str, device: str) -> None:
        """Ask for a volume to be attached."""
        self._writer.write(
            instance_id, "ec2", "AttachVolume", VolumeId=volume_id, InstanceId=instance_id, Device=device
        )

    def delete_with_machine(self, instance_id: str, device: str, *, wanted: bool) -> None:
        """Say whether a volume is deleted when its machine is."""
        mapping = {"DeviceName": device, "Ebs": {"DeleteOnTermination": wanted}}
        self._writer.write(
            instance_id, "ec2", "ModifyInstanceAttribute", InstanceId=instance_id, BlockDeviceMappings=[mapping]
        )

    def keep(self, instance_id: str, volume_id: str, workflow_id: str, expires: datetime) -> None:
        """Tag a volume that was replaced, so that it is known and goes when its time is over."""
        tags = {WORKFLOW: workflow_id, INSTANCE: instance_id, EXPIRES: f"{expires:%Y-%m-%dT%H:%M:%SZ}"}
        rows = [{"Key": name, "Value": value} for name, value in tags.items()]
        self._writer.write(instance_id, "ec2", "CreateTags", Resources=[volume_id], Tags=rows)

    def kept_for(self, volume_id: str) -> str:
        """The patch that a volume is kept for, by its tag; empty where it bears none."""
        tags = {each["Key"]: each["Value"] for each in self._described(VolumeIds=[volume_id])[0].get("Tags", [])}
        return str(tags.get(WORKFLOW, ""))

    def volume(self, volume_id: str) -> Volume:
        """One volume as it is now; raises NotFound where there is none."""
        return _volume(self._described(VolumeIds=[volume_id])[0])

    def marked(self, mark: str) -> str:
        """The volume with a mark; empty where there is none to be seen yet."""
        found = self._described(Filters=[{"Name": f"tag:{MARK}", "Values": [mark]}])
        return str(found[0]["VolumeId"]) if found else ""

    def _described(self, **request: object) -> Sequence[Mapping[str, Any]]:
        def ask() -> Sequence[Mapping[str, Any]]:
            with self._aws.asking("ec2", "DescribeVolumes"):
                client: Any = self._aws.client("ec2")
                answer: Sequence[Mapping[str, Any]] = client.describe_volumes(**request)["Volumes"]
                return answer

        return persistently(ask)


def _volume(wire: Mapping[str, Any]) -> Volume:
    attached: Mapping[str, Any] = next(iter(wire.get("Attachments", [])), {})
    return Volume(
        volume_id=wire["VolumeId"],
        state=attached.get("State") or wire["State"],
        volume_type=wire.get("VolumeType", "gp3"),
        iops=wire.get("Iops"),
        throughput=wire.get("Throughput"),
        device=attached.get("Device", ""),
        instance_id=attached.get("InstanceId", ""),
        delete_on_termination=attached.get("DeleteOnTermination", False),
    )
