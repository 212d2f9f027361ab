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
    found = CodeDeploy(aws).between(NOW - timedelta(hours=2), NOW)
    assert [each.id for each in found[:2]] == ["d-29", "d-28"]
    assert len(found) == 30
    assert wire.asked[0]["createTimeRange"] == {"start": NOW - timedelta(hours=2), "end": NOW}


def test_a_failed_one_says_why_and_a_rollback_what_it_takes_back(aws: Aws, wire: Wire) -> None:
    failed = told(
        1,
        status="Failed",
        deploymentGroupName="web",
        errorInformation={"code": "HEALTH_CONSTRAINTS", "message": "Too many individual instances failed."},
        rollbackInfo={"rollbackTriggeringDeploymentId": "d-0"},
    )
    wire.on("codedeploy", "ListDeployments", lambda _: {"deployments": ["d-1"]})
    wire.on("codedeploy", "BatchGetDeployments", lambda _: {"deploymentsInfo": [failed]})
    [found] = CodeDeploy(aws).between(NOW, NOW)
    assert (found.status, found.group, found.rolls_back) == ("Failed", "web", "d-0")
    assert found.error.startswith("Too many")


def test_none_are_none_and_a_refusal_is_told(aws: Aws, wire: Wire) -> None:
    wire.on("codedeploy", "ListDeployments", lambda _: {"deployments": []})
    assert CodeDeploy(aws).between(NOW, NOW) == ()
    wire.on("codedeploy", "ListDeployments", fails(aws_error("AccessDeniedException", status=400)))
    with pytest.raises(Upstream):
        CodeDeploy(aws).between(NOW, NOW)
