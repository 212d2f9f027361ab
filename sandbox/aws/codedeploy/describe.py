"""ListDeployments and BatchGetDeployments.

https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeployments.html
https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html
"""

import re
from collections.abc import Mapping
from typing import Any

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.codedeploy.planted import Deployment, groups, known
from sandbox.aws.errors import AwsError

_ID = re.compile(r"d-[A-Z0-9]{9}")
_PAGE, _AT_ONCE = 100, 25
Json = Mapping[str, Any]


def list_deployments(account: Account, params: Json) -> Json:
    """A page of ids, newest first; raises AwsError for what CodeDeploy refuses."""
    _check_names(account, params)
    span = params.get("createTimeRange") or {}
    since, until = (span.get(name) for name in ("start", "end"))
    if since is not None and until is not None and since > until:
        raise AwsError("InvalidTimeRangeException", "The start time must be earlier than the end time.")
    ids = [
        each.id
        for each in known(account).values()
        if params.get("applicationName", each.application) == each.application
        and params.get("deploymentGroupName", each.group) == each.group
        and each.status in (params.get("includeOnlyStatuses") or [each.status])
        and (since or 0) <= each.created.timestamp() <= (float("inf") if until is None else until)
    ]
    key = paging.query_key({"operation": "ListDeployments", **params})
    try:
        place = paging.read(params.get("nextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidNextTokenException", "The next token was specified in an invalid format.") from error
    shown, following = paging.cut(ids, place, _PAGE)
    return {"deployments": list(shown), **({"nextToken": paging.token(following, key)} if following else {})}


def batch_get_deployments(account: Account, params: Json) -> Json:
    """Those of at most twenty-five ids; one that nobody has made is left out."""
    ids, every = params["deploymentIds"], known(account)
    if not ids:
        raise AwsError("DeploymentIdRequiredException", "At least one deployment ID must be specified.")
    if len(ids) > _AT_ONCE:
        raise AwsError("BatchLimitExceededException", f"The maximum number of deployments is {_AT_ONCE}.")
    strange = [each for each in ids if each not in every and not _ID.fullmatch(each)]
    if strange:
        raise AwsError("InvalidDeploymentIdException", f"The deployment ID {strange[0]} is invalid.")
    return {"deploymentsInfo": [_told(every[each]) for each in ids if each in every]}


def _check_names(account: Account, params: Json) -> None:
    application, group = params.get("applicationName"), params.get("deploymentGroupName")
    if application and not group:
        text = "If applicationName is specified, then deploymentGroupName must be specified."
        raise AwsError("DeploymentGroupNameRequiredException", text)
    if group and not application:
        text = "If deploymentGroupName is specified, then applicationName must be specified."
        raise AwsError("ApplicationNameRequiredException", text)
    if application and application not in groups(account):
        raise AwsError("ApplicationDoesNotExistException", f"No application found for name: {application}")
    if application and group not in groups(account)[application]:
        raise AwsError("DeploymentGroupDoesNotExistException", f"No Deployment Group found for name: {group}")


def _told(each: Deployment) -> Json:
    rolled = {"rollbackDeploymentId": each.taken_back_by, "rollbackTriggeringDeploymentId": each.takes_back}
    rollback = {name: value for name, value in rolled.items() if value}
    error = {"errorInformation": {"code": each.error[0], "message": each.error[1]}} if each.error else {}
    return {
        "applicationName": each.application,
        "deploymentGroupName": each.group,
        "deploymentId": each.id,
        "revision": each.revision,
        "status": each.status,
        "createTime": each.created,
        **({"startTime": each.started} if each.started else {}),
        "creator": each.creator,
        "computePlatform": each.platform,
        **error,
        **({"rollbackInfo": rollback} if rollback else {}),
    }
