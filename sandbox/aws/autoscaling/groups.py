"""The groups of an account: their machines, what is suspended, and what they did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from moto.elbv2.models import FakeTargetGroup, elbv2_backends

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.scale import stable_uuid
from sandbox.aws.seed.groups import AutoScalingGroup, groups


@dataclass(slots=True)
class Member:
    """A machine of a group."""

    instance_id: str
    state: str = "InService"
    health: str = "Healthy"


@dataclass(slots=True)
class Activity:
    """Something a group did or is doing."""

    id: str
    group: str
    description: str
    cause: str
    started: datetime
    ended: datetime | None = None
    failure: str = ""


@dataclass(slots=True)
class Group:
    """One group as it is now; `suspended` gives the reason of each process."""

    seed: AutoScalingGroup
    created: datetime
    desired: int
    members: dict[str, Member]
    suspended: dict[str, str] = field(default_factory=dict)
    activities: list[Activity] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it is known by."""
        return self.seed.name

    def runs(self, *processes: str) -> bool:
        """Whether none of these processes is suspended."""
        return not self.suspended.keys() & set(processes)


@dataclass(slots=True)
class Groups:
    """All groups by name; None before they are first asked for."""

    known: dict[str, Group] | None = None


def all_groups(account: Account) -> Mapping[str, Group]:
    """The groups whose machines the fleet has."""
    kept = account.state.of(Groups)
    if kept.known is None:
        there = (each for each in groups() if set(each.machines) <= account.hosts.keys())
        kept.known = {each.name: _seeded(account, each) for each in there}
    return kept.known


def group_of(account: Account, name: str) -> Group:
    """One group; raises AwsError."""
    found = all_groups(account).get(name)
    if found is None:
        text = f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found"
        raise AwsError("ValidationException", text)
    return found


def target_group_of(account: Account, group: Group) -> FakeTargetGroup:
    """The target group in which it registers its machines."""
    known = elbv2_backends[account.id][account.region].target_groups.values()
    return next(each for each in known if each.name == group.seed.target_group)


def begin(account: Account, group: Group, description: str, cause: str) -> Activity:
    """Note that the group begins to do something."""
    now = account.timeline.now()
    activity_id = stable_uuid(f"activity/{group.name}/{len(group.activities)}/{now.timestamp()}")
    told = f"At {now:%Y-%m-%dT%H:%M:%SZ} {cause}"
    activity = Activity(activity_id, group.name, description, told, now)
    group.activities.append(activity)
    return activity


def arn_of(account: Account, group: Group) -> str:
    """The name of a group that is unique in the world."""
    place = f"arn:aws:autoscaling:{account.region}:{account.id}:autoScalingGroup"
    return f"{place}:{stable_uuid(f'group/{group.name}')}:autoScalingGroupName/{group.name}"


def activity_told(account: Account, group: Group, activity: Activity) -> Mapping[str, Any]:
    """An activity as the service tells it."""
    done = "Failed" if activity.failure else "Successful"
    return {
        "ActivityId": activity.id,
        "AutoScalingGroupName": activity.group,
        "Description": activity.description,
        "Cause": activity.cause,
        "StartTime": activity.started,
        "EndTime": activity.ended,
        "StatusCode": done if activity.ended else "InProgress",
        "StatusMessage": activity.failure or None,
        "Progress": 100 if activity.ended else 50,
        "AutoScalingGroupARN": arn_of(account, group),
    }


def _seeded(account: Account, seed: AutoScalingGroup) -> Group:
    created = account.started - timedelta(days=seed.age_days)
    return Group(seed, created, seed.desired, {each: Member(each) for each in seed.machines})
