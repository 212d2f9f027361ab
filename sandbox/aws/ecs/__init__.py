"""Amazon ECS: the services that stories plant, as one who looks after them sees them; nothing is started or changed."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ecs.describe import describe_services, describe_tasks, list_tasks

ECS: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "DescribeServices": describe_services,
    "DescribeTasks": describe_tasks,
    "ListTasks": list_tasks,
}
