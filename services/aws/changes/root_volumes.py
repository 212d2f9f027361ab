"""Another root volume under a running machine, from one of its own snapshots.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/replace-root.html
"""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from core.model import Model
from services.aws.changes.snapshots import MARK, tagged
from services.aws.changes.writer import Wire, Writer
from services.aws.persistence import every_page


class Replacement(Model):
    """One task. `state` is pending, in-progress, failing, succeeded, failed or failed-detached (no root at all)."""

    task_id: str
    state: str

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.state in {"succeeded", "failed", "failed-detached"}


class RootVolumes:
    """Replaces them; the volume that was there is kept."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._aws = writer.reader

    def replace(self, instance_id: str, snapshot_id: str, mark: str) -> str:
        """Begin a replacement, and reboot with it; its task. Asked again with the same mark it is the same task."""
        told = self._writer.write(
            instance_id,
            "ec2",
            "CreateReplaceRootVolumeTask",
            InstanceId=instance_id,
            SnapshotId=snapshot_id,
            ClientToken=token_of(mark),
            DeleteReplacedRootVolume=False,
            TagSpecifications=[tagged("replace-root-volume-task", {MARK: mark})],
        )
        return str(told["ReplaceRootVolumeTask"]["ReplaceRootVolumeTaskId"])

    def marked(self, mark: str) -> Replacement | None:
        """The task with a mark; None where there is none to be seen yet."""

        def ask(token: str) -> Wire:
            with self._aws.asking("ec2", "DescribeReplaceRootVolumeTasks"):
                client: Any = self._aws.client("ec2")
                more = {"NextToken": token} if token else {}
                filters = [{"Name": f"tag:{MARK}", "Values": [mark]}]
                answer: Wire = client.describe_replace_root_volume_tasks(Filters=filters, **more)
                return answer

        for page in every_page(ask, "NextToken"):
            for wire in page.get("ReplaceRootVolumeTasks", []):
                return Replacement(task_id=wire["ReplaceRootVolumeTaskId"], state=wire["TaskState"])
        return None


def token_of(mark: str) -> str:
    """The client token of a mark: EC2 takes 64 characters at most."""
    return str(uuid5(NAMESPACE_URL, mark))
