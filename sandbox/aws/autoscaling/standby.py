"""EnterStandby and ExitStandby: asked for at once, done in time.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.autoscaling.groups import (
    Activity,
    Group,
    Member,
    activity_told,
    begin,
    group_of,
    target_group_of,
)
from sandbox.aws.autoscaling.replace import launch, look_soon
from sandbox.aws.elbv2.targets import delay_s, deregister, register
from sandbox.aws.errors import AwsError
from sandbox.aws.machines import states

_LEAVE_S, _RETURN_S = 5.0, 20.0


def enter_standby(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take machines out of service once they are drained; without a decrement others are launched for them."""
    group = group_of(account, params["AutoScalingGroupName"])
    members = _members(group, params, "InService")
    decrement = params["ShouldDecrementDesiredCapacity"]
    if decrement and group.desired - len(members) < group.seed.min:
        raise _sizes(group, f"To place into standby {len(members)} instance, please update")
    before = group.desired
    group.desired -= len(members) if decrement else 0
    activities = [_leave(account, group, each, before) for each in members]
    for member in [] if decrement else members:
        launch(account, group, member.instance_id)
    return {"Activities": [activity_told(account, group, each) for each in activities]}


def exit_standby(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put machines back into service; the desired capacity grows by them."""
    group = group_of(account, params["AutoScalingGroupName"])
    members = _members(group, params, "Standby")
    if group.desired + len(members) > group.seed.max:
        raise _sizes(group, f"To put {len(members)} instance back into service, please update")
    before = group.desired
    group.desired += len(members)
    activities = [_return(account, group, each, before) for each in members]
    return {"Activities": [activity_told(account, group, each) for each in activities]}


def _members(group: Group, params: Mapping[str, Any], state: str) -> Sequence[Member]:
    ids = list(dict.fromkeys(params.get("InstanceIds", ())))
    if not ids:
        raise AwsError("ValidationException", "1 or more instance IDs must be specified")
    for each in ids:
        if each not in group.members:
            text = f"The instance {each} is not part of Auto Scaling group {group.name}."
            raise AwsError("ValidationException", text)
        if group.members[each].state != state:
            raise AwsError("ValidationException", f"The instance {each} is not in {state}.")
    return [group.members[each] for each in ids]


def _sizes(group: Group, what: str) -> AwsError:
    sizes = f"min-size={group.seed.min}, max-size={group.seed.max}, and desired-size={group.desired}"
    text = f"AutoScalingGroup {group.name} has {sizes}. {what} the AutoScalingGroup sizes appropriately."
    return AwsError("ValidationException", text)


def _leave(account: Account, group: Group, member: Member, before: int) -> Activity:
    account.effects.add("autoscaling:EnterStandby", member.instance_id)
    targets = target_group_of(account, group)
    cause = f"instance {member.instance_id} was moved to standby in response to a user request"
    shrunk = f", shrinking the capacity from {before} to {group.desired}." if group.desired < before else "."
    activity = begin(account, group, f"Moving EC2 instance to Standby: {member.instance_id}", cause + shrunk)
    deregister(account, targets, [(member.instance_id, int(targets.port))])
    member.state = "EnteringStandby"
    account.timeline.after(max(_LEAVE_S, delay_s(targets)), partial(_arrive, account, member, activity, "Standby"))
    return activity


def _return(account: Account, group: Group, member: Member, before: int) -> Activity:
    account.effects.add("autoscaling:ExitStandby", member.instance_id)
    cause = f"instance {member.instance_id} was moved out of standby in response to a user request"
    grown = f", increasing the capacity from {before} to {group.desired}."
    activity = begin(account, group, f"Moving EC2 instance out of Standby: {member.instance_id}", cause + grown)
    member.state = "Pending"
    account.timeline.after(_RETURN_S, partial(_serve, account, group, member, activity))
    return activity


def _serve(account: Account, group: Group, member: Member, activity: Activity) -> None:
    targets = target_group_of(account, group)
    if group.runs("AddToLoadBalancer") and states(account).get(member.instance_id) == "running":
        register(account, targets, [(member.instance_id, int(targets.port))])
    _arrive(account, member, activity, "InService")
    look_soon(account, member.instance_id)


def _arrive(account: Account, member: Member, activity: Activity, state: str) -> None:
    member.state = state
    activity.ended = account.timeline.now()
