"""Snapshots that were taken before a patch: found by their tags, and removed when their time is over."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.model import Model
from services.aws.changes.change_role import ChangeRole, Execution
from services.aws.changes.snapshots import EXPIRES, INSTANCE, WORKFLOW
from services.aws.changes.writer import Wire
from services.aws.persistence import every_page
from services.aws.session import Aws


class OldSnapshot(Model):
    """A snapshot with our tags; `expires` None: that tag is missing or cannot be read, so it never does."""

    snapshot_id: str
    workflow_id: str
    instance_id: str
    size_gib: int
    expires: datetime | None


class OldSnapshots:
    """Lists with the role that reads, and removes with the one that changes."""

    def __init__(self, reader: Aws, role: ChangeRole) -> None:
        self._reader = reader
        self._role = role

    def ours(self) -> tuple[OldSnapshot, ...]:
        """Every snapshot of this account with the tag of a patch; raises Upstream where not all could be listed."""
        # EC2 takes each filter once, so the other tag is looked at here.
        filters = [{"Name": "tag-key", "Values": [WORKFLOW]}]

        def ask(token: str) -> Wire:
            with self._reader.asking("ec2", "DescribeSnapshots"):
                client: Any = self._reader.client("ec2")
                more = {"NextToken": token} if token else {}
                answer: Wire = client.describe_snapshots(OwnerIds=["self"], Filters=filters, **more)
                return answer

        return tuple(_read(wire) for page in every_page(ask, "NextToken") for wire in page.get("Snapshots", []))

    def remove(self, snapshot_id: str, execution: Execution) -> None:
        """Delete one for good, in the name of whoever approved the patch that it was taken for.

        Raises:
            NotFound: it is gone already.
            Upstream: AWS refused, or did not answer.
        """
        acting = self._role.acting_for(execution)
        with acting.asking("ec2", "DeleteSnapshot"):
            acting.client("ec2").delete_snapshot(SnapshotId=snapshot_id)


def _read(wire: Mapping[str, Any]) -> OldSnapshot:
    tags = {each["Key"]: each["Value"] for each in wire.get("Tags", [])}
    return OldSnapshot(
        snapshot_id=wire["SnapshotId"],
        workflow_id=tags.get(WORKFLOW, ""),
        instance_id=tags.get(INSTANCE, ""),
        size_gib=wire["VolumeSize"],
        expires=_moment(tags.get(EXPIRES, "")),
    )


def _moment(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.astimezone(UTC) if read.tzinfo else None
