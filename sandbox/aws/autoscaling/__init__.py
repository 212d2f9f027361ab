"""Auto Scaling: the seeded groups, their standby and their processes; nothing of moto's is asked."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.autoscaling.describe import (
    describe_auto_scaling_groups,
    describe_auto_scaling_instances,
    describe_scaling_activities,
)
from sandbox.aws.autoscaling.processes import resume_processes, suspend_processes
from sandbox.aws.autoscaling.standby import enter_standby, exit_standby

AUTOSCALING: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "DescribeAutoScalingGroups": describe_auto_scaling_groups,
    "DescribeAutoScalingInstances": describe_auto_scaling_instances,
    "DescribeScalingActivities": describe_scaling_activities,
    "EnterStandby": enter_standby,
    "ExitStandby": exit_standby,
    "ResumeProcesses": resume_processes,
    "SuspendProcesses": suspend_processes,
}
