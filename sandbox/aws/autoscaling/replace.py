"""Launches machines where a group has too few, and replaces those in service that fail."""

from functools import partial

from moto.ec2.models.instances import Instance

from sandbox.aws.account import Account
from sandbox.aws.autoscaling.groups import Activity, Group, Member, all_groups, begin, target_group_of
from sandbox.aws.ec2.boot import Watchers
from sandbox.aws.ec2.found import backend, machine_of
from sandbox.aws.ec2.instance_status import checks_of
from sandbox.aws.elbv2.targets import deregister, register

_LAUNCH_S = 60.0
# A health check takes notice after the status checks have failed for a while.
_NOTICED_S = 240.0


def watch(account: Account) -> None:
    """Look at each machine of a group some minutes after it went down."""
    account.state.of(Watchers).told.append(partial(look_soon, account))


def look_soon(account: Account, instance_id: str) -> None:
    """Look at a machine when its status checks have had the time to fail."""
    account.timeline.after(_NOTICED_S, partial(check, account, instance_id))


def check(account: Account, instance_id: str) -> None:
    """Let the group of a machine look at it: one in service that does not run, or is impaired, is replaced."""
    for group in all_groups(account).values():
        member = group.members.get(instance_id)
        if member and member.state == "InService" and group.runs("HealthCheck") and _failed(account, instance_id):
            member.health = "Unhealthy"
            if group.runs("ReplaceUnhealthy", "Terminate"):
                _terminate(account, group, member)
                launch(account, group, instance_id)


def launch(account: Account, group: Group, like: str) -> None:
    """Begin to launch a machine like another one, unless that is suspended."""
    if group.runs("Launch"):
        cause = f"an instance was started in response to a difference between desired and actual capacity, like {like}."
        activity = begin(account, group, "Launching a new EC2 instance", cause)
        account.timeline.after(_LAUNCH_S, partial(_launched, account, group, like, activity))


def _failed(account: Account, instance_id: str) -> bool:
    machine = machine_of(account, instance_id)
    return machine.state != "running" or checks_of(account, machine)[0] == "impaired"


def _terminate(account: Account, group: Group, member: Member) -> None:
    cause = "an instance was taken out of service in response to an EC2 health check indicating it is not healthy."
    activity = begin(account, group, f"Terminating EC2 instance: {member.instance_id}", cause)
    targets = target_group_of(account, group)
    deregister(account, targets, [(member.instance_id, int(targets.port))])
    machine_of(account, member.instance_id).terminate()
    account.effects.add("autoscaling terminate", member.instance_id)
    del group.members[member.instance_id]
    activity.ended = account.timeline.now()


def _launched(account: Account, group: Group, like: str, activity: Activity) -> None:
    machine = _run(account, machine_of(account, like), group.name)
    account.effects.add("autoscaling launch", group.name)
    group.members[machine.id] = Member(machine.id)
    activity.description = f"Launching a new EC2 instance: {machine.id}"
    activity.ended = account.timeline.now()
    if group.runs("AddToLoadBalancer"):
        targets = target_group_of(account, group)
        register(account, targets, [(machine.id, int(targets.port))])


def _run(account: Account, like: Instance, group_name: str) -> Instance:
    reservation = backend(account).run_instances(
        like.image_id,
        1,
        None,
        [],
        security_group_ids=[group.id for group in like.dynamic_group_list],
        instance_type=like.instance_type,
        is_instance_type_default=False,
        region_name=account.region,
        subnet_id=like.subnet_id,
        associate_public_ip=bool(like.public_ip),
        key_name=like.key_name,
        tags={"instance": {"Name": group_name, "aws:autoscaling:groupName": group_name}},
    )
    machine: Instance = reservation.instances[0]
    return machine
