"""Traffic of load balancers: a machine leaves its target groups before a change and comes back after it."""

from typing import Any

from core.model import Model
from services.aws.changes.writer import Wire, Writer
from services.aws.persistence import persistently


class Target(Model):
    """A machine in a target group; `state` is the load balancer's word, such as healthy or draining."""

    instance_id: str
    port: int
    state: str
    reason: str = ""


class Traffic:
    """Takes machines out of target groups and puts them back; asked again, both do nothing more."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._aws = writer.reader

    def targets(self, group_arn: str) -> tuple[Target, ...]:
        """Every target of a group."""

        def ask() -> Wire:
            with self._aws.asking("elbv2", "DescribeTargetHealth"):
                client: Any = self._aws.client("elbv2")
                answer: Wire = client.describe_target_health(TargetGroupArn=group_arn)
                return answer

        return tuple(_target(wire) for wire in persistently(ask).get("TargetHealthDescriptions", []))

    def deregister(self, instance_id: str, group_arn: str, port: int) -> None:
        """Let a machine get no new requests on a port; those it has may end."""
        self._change("DeregisterTargets", instance_id, group_arn, port)

    def register(self, instance_id: str, group_arn: str, port: int) -> None:
        """Let a machine get requests on a port again, once its health checks pass."""
        self._change("RegisterTargets", instance_id, group_arn, port)

    def _change(self, operation: str, instance_id: str, group_arn: str, port: int) -> None:
        target = {"Id": instance_id, "Port": port}
        self._writer.write(instance_id, "elbv2", operation, TargetGroupArn=group_arn, Targets=[target])


def _target(wire: Wire) -> Target:
    health = wire.get("TargetHealth", {})
    return Target(
        instance_id=wire["Target"]["Id"],
        port=wire["Target"].get("Port", 0),
        state=health.get("State", "unknown"),
        reason=health.get("Reason", ""),
    )
