"""What patches leave behind for a while: snapshots from before, and root volumes that a way back has replaced."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from core.model import Model
from services.aws.changes.change_role import ChangeRole, Execution
from services.aws.changes.snapshots import EXPIRES, INSTANCE, WORKFLOW
from services.aws.changes.writer import Wire
from services.aws.persistence import every_page
from services.aws.session import Aws


class OldBackup(Model):
    """Something with our tags; `expires` None: that tag is missing or cannot be read, so it never does.

    `failed`: AWS could not make it.
    """

    kind: Literal["snapshot", "volume"]
    backup_id: str
    workflow_id: str
    instance_id: str
    size_gib: int
    expires: datetime | None
    failed: bool = False


class OldSnapshots:
    """Snapshots: listed with the role that reads, and removed with the one that changes."""

    def __init__(self, reader: Aws, role: ChangeRole) -> None:
        self._reader = reader
        self._role = role

    def ours(self) -> tuple[OldBackup, ...]:
        """Every one of this account with the tag of a patch; raises Upstream where not all could be listed."""
        # EC2 takes each filter once, so the other tag is looked at here.
        filters = [{"Name": "tag-key", "Values": [WORKFLOW]}]

        def ask(token: str) -> Wire:
            with self._reader.asking("ec2", "DescribeSnapshots"):
                client: Any = self._reader.client("ec2")
                more = {"NextToken": token} if token else {}
                answer: Wire = client.describe_snapshots(OwnerIds=["self"], Filters=filters, **more)
                return answer

        wires = (wire for page in every_page(ask, "NextToken") for wire in page.get("Snapshots", []))
        return tuple(_read("snapshot", wire["SnapshotId"], wire["VolumeSize"], wire) for wire in wires)

    def remove(self, snapshot_id: str, execution: Execution) -> None:
        """Delete one for good, in the name of whoever approved the patch that it was taken for.

        Raises:
            NotFound: it is gone already.
            Upstream: AWS refused, or did not answer.
        """
        acting = self._role.acting_for(execution)
        with acting.asking("ec2", "DeleteSnapshot"):
            acting.client("ec2").delete_snapshot(SnapshotId=snapshot_id)


class OldVolumes:
    """Replaced root volumes that nothing is attached to; as `OldSnapshots`."""

    def __init__(self, reader: Aws, role: ChangeRole) -> None:
        self._reader = reader
        self._role = role

    def ours(self) -> tuple[OldBackup, ...]:
        """Every one that is attached to nothing now; raises Upstream where not all could be listed."""
        filters = [{"Name": "tag-key", "Values": [WORKFLOW]}, {"Name": "status", "Values": ["available"]}]

        def ask(token: str) -> Wire:
            with self._reader.asking("ec2", "DescribeVolumes"):
                client: Any = self._reader.client("ec2")
                more = {"NextToken": token} if token else {}
                answer: Wire = client.describe_volumes(Filters=filters, **more)
                return answer

        wires = (wire for page in every_page(ask, "NextToken") for wire in page.get("Volumes", []))
        return tuple(_read("volume", wire["VolumeId"], wire["Size"], wire) for wire in wires)

    def remove(self, volume_id: str, execution: Execution) -> None:
        """Delete one for good; EC2 refuses while it is attached. Raises as `OldSnapshots.remove`."""
        acting = self._role.acting_for(execution)
        with acting.asking("ec2", "DeleteVolume"):
            acting.client("ec2").delete_volume(VolumeId=volume_id)


def _read(kind: Literal["snapshot", "volume"], backup_id: str, size_gib: int, wire: Mapping[str, Any]) -> OldBackup:
    tags = {each["Key"]: each["Value"] for each in wire.get("Tags", [])}
    return OldBackup(
        kind=kind,
        backup_id=backup_id,
        workflow_id=tags.get(WORKFLOW, ""),
        instance_id=tags.get(INSTANCE, ""),
        size_gib=size_gib,
        expires=_moment(tags.get(EXPIRES, "")),
        failed=wire.get("State") == "error",
    )


def _moment(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.astimezone(UTC) if read.tzinfo else None
