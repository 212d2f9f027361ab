"""What CodeDeploy tells of deployments."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Upstream
from services.aws.code_deploy import CodeDeploy
from services.aws.session import Aws
from tests.services.aws.wire import Asked, Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)


def told(number: int, **more: object) -> Mapping[str, Any]:
    at = NOW - timedelta(minutes=100 - number)
    return {"deploymentId": f"d-{number}", "applicationName": "shop", "createTime": at, "status": "Succeeded", **more}


def test_every_deployment_of_the_span_is_described_newest_first(aws: Aws, wire: Wire) -> None:
    def listed(asked: Asked) -> Mapping[str, Any]:
        ids = [f"d-{number}" for number in range(30)]
        return {"deployments": ids[20:]} if asked.get("nextToken") else {"deployments": ids[:20], "nextToken": "n"}

    def described(asked: Asked) -> Mapping[str, Any]:
        return {"deploymentsInfo": [told(int(name[2:])) for name in asked["deploymentIds"]]}

    wire.on("codedeploy", "ListDeployments", listed)
    wire.on("codedeploy", "BatchGetDeployments", described)
    told_of = CodeDeploy(aws).between(NOW - timedelta(hours=2), NOW)
    assert [each.id for each in told_of.found[:2]] == ["d-29", "d-28"]
    assert (len(told_of.found), told_of.cut) == (30, False)
    assert wire.asked[0]["createTimeRange"] == {"start": NOW - timedelta(hours=2), "end": NOW}


def test_more_than_a_hundred_are_said_to_be_cut(aws: Aws, wire: Wire) -> None:
    wire.on("codedeploy", "ListDeployments", lambda _: {"deployments": [f"d-{number}" for number in range(101)]})
    wire.on(
        "codedeploy",
        "BatchGetDeployments",
        lambda asked: {"deploymentsInfo": [told(int(name[2:])) for name in asked["deploymentIds"]]},
    )
    told_of = CodeDeploy(aws).between(NOW - timedelta(hours=2), NOW)
    assert (len(told_of.found), told_of.cut) == (100, True)


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ({"revisionType": "S3", "s3Location": {"bucket": "releases", "key": "web.zip"}}, "s3://releases/web.zip"),
        ({"revisionType": "GitHub", "gitHubLocation": {"repository": "shop/web", "commitId": "4f1c"}}, "shop/web@4f1c"),
        ({"revisionType": "AppSpecContent"}, ""),
    ],
)
def test_what_was_deployed_and_by_whom(aws: Aws, wire: Wire, revision: Mapping[str, Any], said: str) -> None:
    wire.on("codedeploy", "ListDeployments", lambda _: {"deployments": ["d-1"]})
    one = told(1, revision=revision, creator="autoscaling")
    wire.on("codedeploy", "BatchGetDeployments", lambda _: {"deploymentsInfo": [one]})
    [found] = CodeDeploy(aws).between(NOW, NOW).found
    assert (found.revision, found.creator) == (said, "autoscaling")


def test_a_failed_one_says_why_and_a_rollback_what_it_takes_back(aws: Aws, wire: Wire) -> None:
    failed = told(
        1,
        status="Failed",
        deploymentGroupName="web",
        errorInformation={"code": "HEALTH_CONSTRAINTS", "message": "Too many individual instances failed."},
        rollbackInfo={"rollbackTriggeringDeploymentId": "d-0", "rollbackDeploymentId": "d-2"},
    )
    wire.on("codedeploy", "ListDeployments", lambda _: {"deployments": ["d-1"]})
    wire.on("codedeploy", "BatchGetDeployments", lambda _: {"deploymentsInfo": [failed]})
    [found] = CodeDeploy(aws).between(NOW, NOW).found
    assert (found.status, found.group, found.rolls_back, found.rolled_back_by) == ("Failed", "web", "d-0", "d-2")
    assert found.error.startswith("Too many")


def test_none_are_none_and_a_refusal_is_told(aws: Aws, wire: Wire) -> None:
    wire.on("codedeploy", "ListDeployments", lambda _: {"deployments": []})
    assert CodeDeploy(aws).between(NOW, NOW).found == ()
    wire.on("codedeploy", "ListDeployments", fails(aws_error("AccessDeniedException", status=400)))
    with pytest.raises(Upstream):
        CodeDeploy(aws).between(NOW, NOW)
