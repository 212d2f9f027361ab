"""Snapshots of all volumes of a machine at one moment, found again by their tags."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.model import Model
from services.aws.changes.writer import Wire, Writer
from services.aws.persistence import every_page
from services.aws.session import Aws

MARK, WORKFLOW, INSTANCE, EXPIRES = "sre:mark", "sre:workflow", "sre:instance", "sre:expires"


class Snapshot(Model):
    """One snapshot; `state` is pending, completed or error."""

    snapshot_id: str
    volume_id: str
    state: str
    size_gib: int
    encrypted: bool
    message: str = ""


class TakenSnapshots:
    """Describes them, with the role that reads."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def marked(self, mark: str) -> tuple[Snapshot, ...]:
        """The snapshots with a mark; none where there are none to be seen."""
        return self._described([{"Name": f"tag:{MARK}", "Values": [mark]}])

    def under_way(self, volume_ids: Sequence[str]) -> tuple[Snapshot, ...]:
        """Snapshots of some volumes that are not complete."""
        return self._described(
            [{"Name": "volume-id", "Values": list(volume_ids)}, {"Name": "status", "Values": ["pending"]}]
        )

    def _described(self, filters: Sequence[Mapping[str, Any]]) -> tuple[Snapshot, ...]:
        def ask(token: str) -> Wire:
            with self._aws.asking("ec2", "DescribeSnapshots"):
                client: Any = self._aws.client("ec2")
                more = {"NextToken": token} if token else {}
                answer: Wire = client.describe_snapshots(OwnerIds=["self"], Filters=list(filters), **more)
                return answer

        return tuple(_snapshot(wire) for page in every_page(ask, "NextToken") for wire in page.get("Snapshots", []))


class Snapshots(TakenSnapshots):
    """Takes them too."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer.reader)
        self._writer = writer

    def take(self, instance_id: str, mark: str, workflow_id: str, expires: datetime) -> tuple[str, ...]:
        """One set of all volumes; its ids. There is no token: asked again, a second set is taken."""
        tags = {MARK: mark, WORKFLOW: workflow_id, INSTANCE: instance_id, EXPIRES: f"{expires:%Y-%m-%dT%H:%M:%SZ}"}
        told = self._writer.write(
            instance_id,
            "ec2",
            "CreateSnapshots",
            InstanceSpecification={"InstanceId": instance_id},
            Description=f"Before {workflow_id} on {instance_id}",
            TagSpecifications=[tagged("snapshot", tags)],
            CopyTagsFromSource="volume",
        )
        return tuple(str(wire["SnapshotId"]) for wire in told["Snapshots"])


def tagged(kind: str, tags: Mapping[str, str]) -> Mapping[str, Any]:
    """Tags for a thing of a kind that is being made."""
    return {"ResourceType": kind, "Tags": [{"Key": name, "Value": value} for name, value in tags.items()]}


def _snapshot(wire: Wire) -> Snapshot:
    return Snapshot(
        snapshot_id=wire["SnapshotId"],
        volume_id=wire["VolumeId"],
        state=wire["State"],
        size_gib=wire["VolumeSize"],
        encrypted=wire["Encrypted"],
        message=wire.get("StateMessage", ""),
    )
