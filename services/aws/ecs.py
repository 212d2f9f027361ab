"""How a service of ECS stands, what was rolled out last, and why its tasks stopped."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.model import Model
from services.aws.persistence import persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ecs.type_defs import (
        DescribeServicesResponseTypeDef,
        DescribeTasksResponseTypeDef,
        ListTasksResponseTypeDef,
        ServiceTypeDef,
        TaskTypeDef,
    )

_TASKS = 20


class Rollout(Model):
    """A deployment of a service. `status` is PRIMARY for the newest, ACTIVE for one that is being replaced."""

    status: str
    task_definition: str
    began: datetime
    failed_tasks: int


class EcsService(Model):
    """A service; `rollouts` newest first, `events` the newest lines that ECS wrote about it."""

    name: str
    cluster: str
    desired: int
    running: int
    task_definition: str
    rollouts: tuple[Rollout, ...]
    events: tuple[tuple[datetime, str], ...]


class StoppedTask(Model):
    """A task that ended. `exit_codes` are those of its containers that ended by themselves."""

    task: str
    stopped: datetime | None
    reason: str
    exit_codes: tuple[int, ...]
    task_definition: str


class Ecs:
    """Asks ECS."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def service(self, cluster: str, name: str) -> EcsService | None:
        """A service; None where there is no such one.

        Raises:
            Upstream: ECS did not answer.
        """

        def ask() -> "DescribeServicesResponseTypeDef":
            with self._aws.asking("ecs", "DescribeServices"):
                return self._aws.client("ecs").describe_services(cluster=cluster, services=[name])

        found = [each for each in persistently(ask).get("services", []) if each.get("status") != "INACTIVE"]
        return _service(found[0], cluster) if found else None

    def stopped(self, cluster: str, service: str) -> tuple[StoppedTask, ...]:
        """Tasks of a service that ended within the last hour, for which ECS keeps them; newest first.

        Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html

        Raises:
            Upstream: ECS did not answer.
        """

        def listed() -> "ListTasksResponseTypeDef":
            with self._aws.asking("ecs", "ListTasks"):
                return self._aws.client("ecs").list_tasks(
                    cluster=cluster, serviceName=service, desiredStatus="STOPPED", maxResults=_TASKS
                )

        arns = persistently(listed).get("taskArns", [])
        if not arns:
            return ()

        def described() -> "DescribeTasksResponseTypeDef":
            with self._aws.asking("ecs", "DescribeTasks"):
                return self._aws.client("ecs").describe_tasks(cluster=cluster, tasks=arns)

        tasks = [_task(each) for each in persistently(described).get("tasks", [])]
        return tuple(sorted(tasks, key=lambda one: one.stopped.timestamp() if one.stopped else 0.0, reverse=True))


def _service(wire: "ServiceTypeDef", cluster: str) -> EcsService:
    rollouts = [
        Rollout(
            status=each.get("status", ""),
            task_definition=_last(each.get("taskDefinition", "")),
            began=each["createdAt"].astimezone(UTC),
            failed_tasks=each.get("failedTasks", 0),
        )
        for each in wire.get("deployments", [])
        if "createdAt" in each
    ]
    return EcsService(
        name=wire.get("serviceName", ""),
        cluster=cluster,
        desired=wire.get("desiredCount", 0),
        running=wire.get("runningCount", 0),
        task_definition=_last(wire.get("taskDefinition", "")),
        rollouts=tuple(sorted(rollouts, key=lambda one: one.began, reverse=True)),
        events=tuple(
            (each["createdAt"].astimezone(UTC), each.get("message", ""))
            for each in wire.get("events", [])[:10]
            if "createdAt" in each
        ),
    )


def _task(wire: "TaskTypeDef") -> StoppedTask:
    containers = wire.get("containers", [])
    reasons = (wire.get("stoppedReason", ""), *(each.get("reason", "") for each in containers))
    stopped = wire.get("stoppedAt")
    return StoppedTask(
        task=_last(wire.get("taskArn", "")),
        stopped=stopped.astimezone(UTC) if stopped else None,
        reason="; ".join(dict.fromkeys(each for each in reasons if each)),
        exit_codes=tuple(each["exitCode"] for each in containers if "exitCode" in each),
        task_definition=_last(wire.get("taskDefinitionArn", "")),
    )


def _last(arn: str) -> str:
    return arn.rpartition("/")[2]
