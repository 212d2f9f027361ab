"""Auto Scaling: a machine stands by while it is changed, so that its group neither uses nor replaces it."""

from collections.abc import Mapping
from typing import Any

from services.aws.changes.writer import Writer
from services.aws.persistence import persistently

IN_SERVICE, STANDBY = "InService", "Standby"


class Scaling:
    """Lets machines of a group stand by, and brings them back."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._aws = writer.reader

    def state(self, instance_id: str) -> str:
        """Its state in its group, such as InService or Standby; empty where it is in none."""

        def ask() -> Mapping[str, Any]:
            with self._aws.asking("autoscaling", "DescribeAutoScalingInstances"):
                client: Any = self._aws.client("autoscaling")
                answer: Mapping[str, Any] = client.describe_auto_scaling_instances(InstanceIds=[instance_id])
                return answer

        members = persistently(ask).get("AutoScalingInstances", [])
        return str(members[0]["LifecycleState"]) if members else ""

    def enter_standby(self, instance_id: str, group: str) -> None:
        """Ask for standby; the group wants one machine less meanwhile, so that it starts none in its place."""
        self._writer.write(
            instance_id,
            "autoscaling",
            "EnterStandby",
            InstanceIds=[instance_id],
            AutoScalingGroupName=group,
            ShouldDecrementDesiredCapacity=True,
        )

    def exit_standby(self, instance_id: str, group: str) -> None:
        """Ask for service again; the group wants one machine more again."""
        self._writer.write(
            instance_id, "autoscaling", "ExitStandby", InstanceIds=[instance_id], AutoScalingGroupName=group
        )
