"""How a service of ECS stands and why its tasks stopped."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import Upstream
from services.aws.ecs import Ecs
from services.aws.session import Aws
from tests.services.aws.wire import Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)
TASK = "arn:aws:ecs:us-west-2:123456789012:task/shop/{}"


def _rollout(status: str, version: int, minutes: int) -> dict[str, object]:
    arn = f"arn:aws:ecs:us-west-2:123456789012:task-definition/cart:{version}"
    return {"status": status, "taskDefinition": arn, "createdAt": NOW - timedelta(minutes=minutes), "failedTasks": 1}


def test_a_service_tells_its_rollouts_newest_first(aws: Aws, wire: Wire) -> None:
    deployments = [_rollout("ACTIVE", 42, 900), _rollout("PRIMARY", 43, 9)]
    service = {
        "serviceName": "cart",
        "status": "ACTIVE",
        "desiredCount": 4,
        "runningCount": 1,
        "deployments": deployments,
    }
    wire.on("ecs", "DescribeServices", lambda _: {"services": [service]})
    found = Ecs(aws).service("shop", "cart")
    assert found is not None
    assert (found.desired, found.running) == (4, 1)
    assert [each.task_definition for each in found.rollouts] == ["cart:43", "cart:42"]


def test_a_service_that_is_gone_is_none(aws: Aws, wire: Wire) -> None:
    wire.on("ecs", "DescribeServices", lambda _: {"services": [{"serviceName": "cart", "status": "INACTIVE"}]})
    assert Ecs(aws).service("shop", "cart") is None


def test_stopped_tasks_tell_why_newest_first(aws: Aws, wire: Wire) -> None:
    def task(name: str, minutes: int) -> dict[str, object]:
        containers = [{"name": "cart", "exitCode": 137, "reason": "OutOfMemoryError: killed"}]
        stopped = NOW - timedelta(minutes=minutes)
        why = "Essential container in task exited"
        return {"taskArn": TASK.format(name), "stoppedAt": stopped, "stoppedReason": why, "containers": containers}

    wire.on("ecs", "ListTasks", lambda _: {"taskArns": [TASK.format("a"), TASK.format("b")]})
    wire.on("ecs", "DescribeTasks", lambda _: {"tasks": [task("a", 30), task("b", 2)]})
    first, _ = Ecs(aws).stopped("shop", "cart")
    assert (first.task, first.exit_codes) == ("b", (137,))
    assert first.reason == "Essential container in task exited; OutOfMemoryError: killed"
    assert wire.asked[0]["desiredStatus"] == "STOPPED"


def test_no_stopped_task_needs_no_second_question(aws: Aws, wire: Wire) -> None:
    wire.on("ecs", "ListTasks", lambda _: {"taskArns": []})
    assert Ecs(aws).stopped("shop", "cart") == ()
    assert len(wire.asked) == 1


def test_a_refusal_is_no_empty_answer(aws: Aws, wire: Wire) -> None:
    wire.on("ecs", "DescribeServices", fails(aws_error("AccessDeniedException", status=400)))
    with pytest.raises(Upstream):
        Ecs(aws).service("shop", "cart")
