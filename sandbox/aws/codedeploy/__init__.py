"""AWS CodeDeploy: deployments as stories plant them beside those that were made; the rest stays moto's."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.codedeploy.describe import batch_get_deployments, list_deployments

CODEDEPLOY: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "BatchGetDeployments": batch_get_deployments,
    "ListDeployments": list_deployments,
}
