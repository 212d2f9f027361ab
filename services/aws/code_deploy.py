"""What AWS CodeDeploy has deployed lately, and how that went."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.model import Model
from services.aws.chunks import chunks
from services.aws.persistence import every_page, persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_codedeploy.type_defs import (
        BatchGetDeploymentsOutputTypeDef,
        DeploymentInfoTypeDef,
        ListDeploymentsInputTypeDef,
        ListDeploymentsOutputTypeDef,
    )

# https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html
_AT_ONCE = 25
_MOST = 100


class CodeDeployment(Model):
    """One deployment. `status` is CodeDeploy's word (Succeeded, Failed, Stopped, InProgress …).

    `creator` is CodeDeploy's word too (user, autoscaling, codeDeployRollback …); `error` is its own sentence for a
    failure; `revision` names what was deployed; `rolls_back` is the deployment that this one takes back, and
    `rolled_back_by` the one that took this one back.
    """

    id: str
    application: str
    group: str
    status: str
    began: datetime
    creator: str = ""
    revision: str = ""
    error: str = ""
    rolls_back: str = ""
    rolled_back_by: str = ""


class CodeDeployments(Model):
    """Deployments, newest first; `cut`: there are more than were read."""

    found: tuple[CodeDeployment, ...]
    cut: bool


class CodeDeploy:
    """Asks CodeDeploy in one region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def between(self, since: datetime, until: datetime) -> CodeDeployments:
        """Those that were created in a span, at most a hundred.

        Raises:
            Upstream: CodeDeploy did not answer.
        """
        ids: list[str] = []
        for page in every_page(lambda token: self._listed(since, until, token)):
            ids += page.get("deployments", [])
            if len(ids) > _MOST:
                break
        told = [each for some in chunks(ids[:_MOST], _AT_ONCE) for each in self._described(some)]
        newest_first = sorted(told, key=lambda one: one.began, reverse=True)
        return CodeDeployments(found=tuple(newest_first), cut=len(ids) > _MOST)

    def _listed(self, since: datetime, until: datetime, token: str) -> "ListDeploymentsOutputTypeDef":
        wanted: ListDeploymentsInputTypeDef = {"createTimeRange": {"start": since, "end": until}}
        if token:
            wanted["nextToken"] = token
        with self._aws.asking("codedeploy", "ListDeployments"):
            return self._aws.client("codedeploy").list_deployments(**wanted)

    def _described(self, ids: list[str]) -> list[CodeDeployment]:
        def ask() -> "BatchGetDeploymentsOutputTypeDef":
            with self._aws.asking("codedeploy", "BatchGetDeployments"):
                return self._aws.client("codedeploy").batch_get_deployments(deploymentIds=ids)

        return [_deployment(each) for each in persistently(ask).get("deploymentsInfo", []) if "createTime" in each]


def _revision(wire: "DeploymentInfoTypeDef") -> str:
    """Where it lies: in a bucket, in a repository, or in the deployment itself, which has no name."""
    told = wire.get("revision", {})
    bucket, repository = told.get("s3Location", {}), told.get("gitHubLocation", {})
    if key := bucket.get("key"):
        return f"s3://{bucket.get('bucket', '')}/{key}"
    return f"{repository.get('repository', '')}@{commit}" if (commit := repository.get("commitId")) else ""


def _deployment(wire: "DeploymentInfoTypeDef") -> CodeDeployment:
    rollback = wire.get("rollbackInfo", {})
    return CodeDeployment(
        id=wire.get("deploymentId", ""),
        application=wire.get("applicationName", ""),
        group=wire.get("deploymentGroupName", ""),
        status=wire.get("status", ""),
        began=(wire.get("startTime") or wire["createTime"]).astimezone(UTC),
        creator=wire.get("creator", ""),
        revision=_revision(wire),
        error=wire.get("errorInformation", {}).get("message", ""),
        rolls_back=rollback.get("rollbackTriggeringDeploymentId", ""),
        rolled_back_by=rollback.get("rollbackDeploymentId", ""),
    )
