"""Elastic Load Balancing: the health of targets and what changes it; load balancers and groups stay moto's."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.elbv2.describe_target_health import describe_target_health
from sandbox.aws.elbv2.registration import deregister_targets, register_targets

ELBV2: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "DeregisterTargets": deregister_targets,
    "DescribeTargetHealth": describe_target_health,
    "RegisterTargets": register_targets,
}
