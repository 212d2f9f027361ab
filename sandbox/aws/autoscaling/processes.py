"""SuspendProcesses and ResumeProcesses."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.autoscaling.groups import group_of
from sandbox.aws.autoscaling.replace import check
from sandbox.aws.errors import AwsError

# https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html
_PROCESSES = (
    "AddToLoadBalancer",
    "AlarmNotification",
    "AZRebalance",
    "HealthCheck",
    "InstanceRefresh",
    "Launch",
    "ReplaceUnhealthy",
    "ScheduledActions",
    "Terminate",
)


def suspend_processes(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Suspend processes, all of them where none is named."""
    group = group_of(account, params["AutoScalingGroupName"])
    for process in _named(params):
        group.suspended[process] = f"User suspended at {account.timeline.now():%Y-%m-%dT%H:%M:%SZ}"
    account.effects.add("autoscaling:SuspendProcesses", group.name)
    return {}


def resume_processes(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Resume processes, all of them where none is named; what failed in between is looked at then."""
    group = group_of(account, params["AutoScalingGroupName"])
    for process in _named(params):
        group.suspended.pop(process, None)
    account.effects.add("autoscaling:ResumeProcesses", group.name)
    for instance_id in list(group.members):
        check(account, instance_id)
    return {}


def _named(params: Mapping[str, Any]) -> Sequence[str]:
    named: Sequence[str] = params.get("ScalingProcesses") or _PROCESSES
    unknown = [each for each in named if each not in _PROCESSES]
    if unknown:
        text = f"{unknown[0]} is not a valid process type. The valid types are: {', '.join(_PROCESSES)}"
        raise AwsError("ValidationException", text)
    return named
