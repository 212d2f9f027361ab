"""DescribeAutoScalingGroups, DescribeAutoScalingInstances and DescribeScalingActivities."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.autoscaling.groups import Group, Member, activity_told, all_groups, arn_of, group_of, target_group_of
from sandbox.aws.ec2.found import backend
from sandbox.aws.errors import AwsError

Thing = TypeVar("Thing")
Params = Mapping[str, Any]
Answer = Mapping[str, Any]
# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingInstances.html
_MOST_INSTANCES, _USUAL_GROUPS, _MOST_GROUPS, _ACTIVITIES = 50, 50, 100, 100
_COOLDOWN_S, _GRACE_S = 300, 300


def describe_auto_scaling_groups(account: Account, params: Params) -> Answer:
    """A page of groups; a name that no group has is left out."""
    names = params.get("AutoScalingGroupNames")
    if params.get("Filters"):
        raise AwsError("ValidationException", "The sandbox knows no filters of groups.")
    found = [each for name, each in sorted(all_groups(account).items()) if not names or name in names]
    shown, more = _page(found, "DescribeAutoScalingGroups", params, _USUAL_GROUPS, _MOST_GROUPS)
    return {"AutoScalingGroups": [_group(account, each) for each in shown], **more}


def describe_auto_scaling_instances(account: Account, params: Params) -> Answer:
    """A page of the machines that are in a group; one that is in none is left out."""
    ids = params.get("InstanceIds")
    if len(ids or ()) > _MOST_INSTANCES:
        raise AwsError("ValidationException", f"The number of instance ids that can be passed in is {_MOST_INSTANCES}")
    pairs = [(group, member) for group in all_groups(account).values() for member in group.members.values()]
    found = [each for each in pairs if not ids or each[1].instance_id in ids]
    shown, more = _page(found, "DescribeAutoScalingInstances", params, _MOST_INSTANCES, _MOST_INSTANCES)
    rows = [_listed(account, *each) for each in shown]
    return {"AutoScalingInstances": rows, **more}


def describe_scaling_activities(account: Account, params: Params) -> Answer:
    """A page of what the groups did, the latest first."""
    name = params.get("AutoScalingGroupName")
    groups = [group_of(account, name)] if name else list(all_groups(account).values())
    ids = params.get("ActivityIds")
    pairs = [(group, each) for group in groups for each in group.activities if not ids or each.id in ids]
    pairs.sort(key=lambda pair: pair[1].started, reverse=True)
    shown, more = _page(pairs, "DescribeScalingActivities", params, _ACTIVITIES, _ACTIVITIES)
    return {"Activities": [activity_told(account, *each) for each in shown], **more}


def _group(account: Account, group: Group) -> Answer:
    seed = group.seed
    members = [_member(account, each) for each in group.members.values()]
    subnets = sorted({str(each.subnet_id) for each in backend(account).all_instances() if each.id in group.members})
    return {
        "AutoScalingGroupName": group.name,
        "AutoScalingGroupARN": arn_of(account, group),
        "LaunchTemplate": _template(group),
        "MinSize": seed.min,
        "MaxSize": seed.max,
        "DesiredCapacity": group.desired,
        "DefaultCooldown": _COOLDOWN_S,
        "AvailabilityZones": sorted({each["AvailabilityZone"] for each in members}),
        "TargetGroupARNs": [target_group_of(account, group).arn],
        "HealthCheckType": "EC2",
        "HealthCheckGracePeriod": _GRACE_S,
        "Instances": members,
        "CreatedTime": group.created,
        "SuspendedProcesses": [
            {"ProcessName": name, "SuspensionReason": reason} for name, reason in sorted(group.suspended.items())
        ],
        "VPCZoneIdentifier": ",".join(subnets),
        "TerminationPolicies": ["Default"],
        "NewInstancesProtectedFromScaleIn": False,
    }


def _listed(account: Account, group: Group, member: Member) -> Answer:
    """Here health is written in capitals, within its group it is not."""
    told = _member(account, member)
    return {**told, "AutoScalingGroupName": group.name, "HealthStatus": told["HealthStatus"].upper()}


def _member(account: Account, member: Member) -> Mapping[str, Any]:
    machine = next(each for each in backend(account).all_instances() if each.id == member.instance_id)
    return {
        "InstanceId": member.instance_id,
        "InstanceType": machine.instance_type,
        "AvailabilityZone": machine.availability_zone,
        "LifecycleState": member.state,
        "HealthStatus": member.health,
        "ProtectedFromScaleIn": False,
    }


def _template(group: Group) -> Mapping[str, str]:
    return {"LaunchTemplateName": group.name, "Version": "1"}


def _page(
    things: Sequence[Thing], operation: str, params: Params, usual: int, most: int
) -> tuple[Sequence[Thing], Mapping[str, str]]:
    size = params.get("MaxRecords", usual)
    if not 1 <= size <= most:
        raise AwsError("ValidationException", f"MaxRecords must be between 1 and {most}")
    key = paging.query_key({"operation": operation, **params})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidNextToken", "The NextToken value is not valid.") from error
    shown, following = paging.cut(things, place, size)
    return shown, {"NextToken": paging.token(following, key)} if following else {}
