"""Deployments as CodeDeploy tells them: planted ones and those that were made."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sandbox.aws.codedeploy.planted import Deployment, Deployments
from sandbox.aws.server import running
from tests.sandbox.aws.clients import Boto, Json

REVISION = {"revisionType": "S3", "s3Location": {"bucket": "releases", "key": "web-43.zip", "bundleType": "zip"}}
ERROR = ("HEALTH_CONSTRAINTS", "The overall deployment failed because too many individual instances failed.")


def name(number: int) -> str:
    return f"d-A{number:08d}"


@pytest.fixture(scope="module")
def deploy() -> Iterator[tuple[Boto, datetime]]:
    """A client, and now: a hundred and one deployments went out a minute apart, and the last one failed."""
    with running(fleet=12, findings=0, debug=True) as sandbox:
        account = sandbox.world.account
        now = account.timeline.now()
        for number in range(101):
            at = now - timedelta(minutes=101 - number)
            account.state.of(Deployments).plant(Deployment(name(number), "shop", "web", at, revision=REVISION))
        last = Deployment(name(100), "shop", "web", now - timedelta(minutes=1), "Failed", error=ERROR)
        account.state.of(Deployments).plant(last)
        session: Any = boto3.Session("sandbox", "sandbox", region_name=account.region)
        yield session.client("codedeploy", endpoint_url=sandbox.url), now


def test_ids_come_newest_first_page_by_page(deploy: tuple[Boto, datetime]) -> None:
    pages = [page["deployments"] for page in deploy[0].get_paginator("list_deployments").paginate()]
    assert [len(page) for page in pages] == [100, 1]
    assert pages[0][:2] == [name(100), name(99)]


def test_a_span_a_status_and_a_group_choose(deploy: tuple[Boto, datetime]) -> None:
    client, now = deploy
    span = {"start": now - timedelta(minutes=3, seconds=30), "end": now}
    assert client.list_deployments(createTimeRange=span)["deployments"] == [name(100), name(99), name(98)]
    failed = client.list_deployments(
        applicationName="shop", deploymentGroupName="web", includeOnlyStatuses=["Failed"], createTimeRange=span
    )
    assert failed["deployments"] == [name(100)]


def test_a_deployment_says_what_went_wrong_and_one_that_nobody_made_is_left_out(deploy: tuple[Boto, datetime]) -> None:
    told = deploy[0].batch_get_deployments(deploymentIds=[name(100), "d-NOBODYS01", name(1)])["deploymentsInfo"]
    assert [each["deploymentId"] for each in told] == [name(100), name(1)]
    assert told[0]["errorInformation"] == {"code": ERROR[0], "message": ERROR[1]}
    assert told[1]["revision"] == REVISION
    assert not {"errorInformation", "rollbackInfo"} & set(told[1])


def test_one_that_was_made_is_told_as_well(deploy: tuple[Boto, datetime]) -> None:
    client, now = deploy
    client.create_application(applicationName="cart", computePlatform="Server")
    role = "arn:aws:iam::123456789012:role/deploys"
    client.create_deployment_group(applicationName="cart", deploymentGroupName="web", serviceRoleArn=role)
    made = client.create_deployment(applicationName="cart", deploymentGroupName="web", revision=REVISION)
    [told] = client.batch_get_deployments(deploymentIds=[made["deploymentId"]])["deploymentsInfo"]
    assert (told["applicationName"], told["status"], told["creator"]) == ("cart", "Created", "user")
    assert told["createTime"] >= now - timedelta(minutes=1)
    found = client.list_deployments(applicationName="cart", deploymentGroupName="web")
    assert found["deployments"] == [made["deploymentId"]]


@pytest.mark.parametrize(
    ("operation", "asked", "code"),
    [
        ("list_deployments", {"applicationName": "shop"}, "DeploymentGroupNameRequiredException"),
        ("list_deployments", {"deploymentGroupName": "web"}, "ApplicationNameRequiredException"),
        (
            "list_deployments",
            {"applicationName": "x", "deploymentGroupName": "web"},
            "ApplicationDoesNotExistException",
        ),
        (
            "list_deployments",
            {"applicationName": "shop", "deploymentGroupName": "x"},
            "DeploymentGroupDoesNotExistException",
        ),
        ("list_deployments", {"createTimeRange": {"start": 2, "end": 1}}, "InvalidTimeRangeException"),
        ("list_deployments", {"nextToken": "made-up"}, "InvalidNextTokenException"),
        ("batch_get_deployments", {"deploymentIds": []}, "DeploymentIdRequiredException"),
        ("batch_get_deployments", {"deploymentIds": ["x"]}, "InvalidDeploymentIdException"),
        ("batch_get_deployments", {"deploymentIds": [name(1)] * 26}, "BatchLimitExceededException"),
    ],
)
def test_what_codedeploy_refuses(deploy: tuple[Boto, datetime], operation: str, asked: Json, code: str) -> None:
    with pytest.raises(ClientError) as told:
        getattr(deploy[0], operation)(**asked)
    assert told.value.response["Error"]["Code"] == code
