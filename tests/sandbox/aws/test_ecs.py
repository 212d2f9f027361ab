"""Services of ECS, as stories plant them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sandbox.aws.ecs.planted import Rollout, Service, Services, Stopped
from sandbox.aws.server import running
from tests.sandbox.aws.clients import Boto

OOM = "OutOfMemoryError: Container killed due to memory usage"


@pytest.fixture(scope="module")
def ecs() -> Iterator[Boto]:
    with running(fleet=12, findings=0) as sandbox:
        account = sandbox.world.account
        now = account.timeline.now()
        stopped = [
            Stopped(f"{number:032d}", "cart:2", now - timedelta(minutes=25 * number + 1), OOM, 137)
            for number in range(4)
        ]
        rollouts = (Rollout("cart:2", now - timedelta(minutes=9), 1), Rollout("cart:1", now - timedelta(days=3)))
        account.state.of(Services).plant(Service("shop", "cart", 4, 2, rollouts, tuple(stopped)))
        session: Any = boto3.Session("sandbox", "sandbox", region_name=account.region)
        yield session.client("ecs", endpoint_url=sandbox.url)


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_a_service_tells_its_counts_and_rollouts_and_what_is_missing_is_a_failure(ecs: Boto) -> None:
    told = ecs.describe_services(cluster="shop", services=["cart", "arn:aws:ecs:us-west-2:123456789012:service/shop/x"])
    [cart] = told["services"]
    assert (cart["desiredCount"], cart["runningCount"], cart["pendingCount"]) == (4, 2, 2)
    assert [(each["status"], each["failedTasks"]) for each in cart["deployments"]] == [("PRIMARY", 1), ("ACTIVE", 0)]
    assert cart["taskDefinition"].endswith(":task-definition/cart:2")
    assert [each["reason"] for each in told["failures"]] == ["MISSING"]


def test_stopped_tasks_are_told_for_an_hour_page_by_page(ecs: Boto) -> None:
    pages = ecs.get_paginator("list_tasks").paginate(
        cluster="shop", serviceName="cart", desiredStatus="STOPPED", PaginationConfig={"PageSize": 2}
    )
    arns = [arn for page in pages for arn in page["taskArns"]]
    assert [arn.rpartition("/")[2] for arn in arns] == [f"{number:032d}" for number in range(3)]
    told = ecs.describe_tasks(cluster="shop", tasks=[arns[0], "f" * 32])
    [task] = told["tasks"]
    assert task["containers"][0]["exitCode"] == 137
    assert task["containers"][0]["reason"] == OOM
    assert [each["reason"] for each in told["failures"]] == ["MISSING"]


def test_running_tasks_are_as_many_as_run(ecs: Boto) -> None:
    assert len(ecs.list_tasks(cluster="shop")["taskArns"]) == 2


def test_what_ecs_refuses(ecs: Boto) -> None:
    with pytest.raises(ClientError) as error:
        ecs.describe_services(cluster="other", services=["cart"])
    assert code(error) == "ClusterNotFoundException"
    with pytest.raises(ClientError) as error:
        ecs.list_tasks(cluster="shop", serviceName="other")
    assert code(error) == "ServiceNotFoundException"
    with pytest.raises(ClientError) as error:
        ecs.describe_services(cluster="shop", services=[f"s{number}" for number in range(11)])
    assert code(error) == "InvalidParameterException"
    for more in ({"maxResults": 101}, {"nextToken": "strange"}):
        with pytest.raises(ClientError) as error:
            ecs.list_tasks(cluster="shop", **more)
        assert code(error) == "InvalidParameterException"
    with pytest.raises(ClientError) as error:
        ecs.describe_tasks(cluster="shop", tasks=[])
    assert code(error) == "InvalidParameterException"
