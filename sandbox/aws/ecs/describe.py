"""DescribeServices, ListTasks and DescribeTasks.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.ecs.planted import Rollout, Service, Services, Stopped
from sandbox.aws.errors import AwsError

Json = Mapping[str, Any]
_USUAL_PAGE, _MOST_SERVICES, _MOST_TASKS = 100, 10, 100
# For so long ECS tells of a task that has ended.
_KEPT = timedelta(hours=1)


def describe_services(account: Account, params: Json) -> Json:
    """Those that are named, at most ten; what is not there is a failure."""
    cluster, names = _cluster(account, params), [_last(each) for each in params["services"]]
    if len(names) > _MOST_SERVICES:
        raise AwsError("InvalidParameterException", "Services cannot be more than 10.")
    known = {each.name: each for each in account.state.of(Services).of(cluster)}
    return {
        "services": [_service(account, known[name]) for name in names if name in known],
        "failures": [_missing(account, "service", f"{cluster}/{name}") for name in names if name not in known],
    }


def list_tasks(account: Account, params: Json) -> Json:
    """The ARNs of tasks; running ones unless others are asked for."""
    cluster = _cluster(account, params)
    services = account.state.of(Services).of(cluster)
    if name := params.get("serviceName"):
        services = [each for each in services if each.name == _last(name)]
        if not services:
            raise AwsError("ServiceNotFoundException", "Service not found.")
    if params.get("desiredStatus", "RUNNING") == "STOPPED":
        ids = [task.id for each in services for task in _kept(each, account.timeline.now())]
    else:
        ids = [f"{number:032x}" for each in services for number in range(each.running)]
    size = params.get("maxResults", _USUAL_PAGE)
    if not 1 <= size <= _USUAL_PAGE:
        raise AwsError("InvalidParameterException", "maxResults must be between 1 and 100.")
    key = paging.query_key(params)
    try:
        shown, following = paging.cut(ids, paging.read(params.get("nextToken"), key), size)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidParameterException", "Invalid token.") from error
    more = {"nextToken": paging.token(following, key)} if following else {}
    return {"taskArns": [_arn(account, "task", f"{cluster}/{each}") for each in shown], **more}


def describe_tasks(account: Account, params: Json) -> Json:
    """Those that are named, at most a hundred; what is not there is a failure."""
    cluster, ids = _cluster(account, params), [_last(each) for each in params["tasks"]]
    if not ids or len(ids) > _MOST_TASKS:
        raise AwsError("InvalidParameterException", "Tasks must have between 1 and 100 items.")
    services = account.state.of(Services).of(cluster)
    known = {task.id: (each, task) for each in services for task in _kept(each, account.timeline.now())}
    return {
        "tasks": [_task(account, *known[each]) for each in ids if each in known],
        "failures": [_missing(account, "task", f"{cluster}/{each}") for each in ids if each not in known],
    }


def _cluster(account: Account, params: Json) -> str:
    name = _last(params.get("cluster", "default"))
    if not account.state.of(Services).of(name):
        raise AwsError("ClusterNotFoundException", "Cluster not found.")
    return name


def _kept(service: Service, now: datetime) -> Sequence[Stopped]:
    return [task for task in service.stopped if now - task.at <= _KEPT]


def _service(account: Account, service: Service) -> Json:
    return {
        "serviceArn": _arn(account, "service", f"{service.cluster}/{service.name}"),
        "serviceName": service.name,
        "clusterArn": _arn(account, "cluster", service.cluster),
        "status": "ACTIVE",
        "desiredCount": service.desired,
        "runningCount": service.running,
        "pendingCount": service.desired - service.running,
        "taskDefinition": _arn(account, "task-definition", service.rollouts[0].task_definition),
        "deployments": [_deployment(account, service, number) for number in range(len(service.rollouts))],
        "events": [],
    }


def _deployment(account: Account, service: Service, number: int) -> Json:
    rollout: Rollout = service.rollouts[number]
    return {
        "id": f"ecs-svc/{int(rollout.began.timestamp())}",
        "status": "ACTIVE" if number else "PRIMARY",
        "taskDefinition": _arn(account, "task-definition", rollout.task_definition),
        "desiredCount": 0 if number else service.desired,
        "runningCount": 0 if number else service.running,
        "pendingCount": 0 if number else service.desired - service.running,
        "failedTasks": rollout.failed_tasks,
        "createdAt": rollout.began.timestamp(),
        "updatedAt": rollout.began.timestamp(),
    }


def _task(account: Account, service: Service, task: Stopped) -> Json:
    arn = _arn(account, "task", f"{service.cluster}/{task.id}")
    container = {"name": service.name, "lastStatus": "STOPPED", "exitCode": task.exit_code, "reason": task.reason}
    return {
        "taskArn": arn,
        "clusterArn": _arn(account, "cluster", service.cluster),
        "taskDefinitionArn": _arn(account, "task-definition", task.task_definition),
        "group": f"service:{service.name}",
        "lastStatus": "STOPPED",
        "desiredStatus": "STOPPED",
        "stopCode": "EssentialContainerExited",
        "stoppedReason": "Essential container in task exited",
        "stoppedAt": task.at.timestamp(),
        "containers": [{**container, "taskArn": arn}],
    }


def _missing(account: Account, kind: str, name: str) -> Json:
    return {"arn": _arn(account, kind, name), "reason": "MISSING"}


def _arn(account: Account, kind: str, name: str) -> str:
    return f"arn:aws:ecs:{account.region}:{account.id}:{kind}/{name}"


def _last(arn: str) -> str:
    return arn.rpartition("/")[2]
