"""DescribeInstanceStatus: what EC2's own checks say of each machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moto.ec2.models.instances import Instance

from sandbox.aws.account import Account
from sandbox.aws.ec2.asked import asked, unless_dry_run
from sandbox.aws.ec2.boot import Boots
from sandbox.aws.ec2.filters import Values, selected
from sandbox.aws.ec2.found import backend, machines_of
from sandbox.aws.ec2.pages import page
from sandbox.aws.ec2.tagging import tags_of

# How long a check needs before it says anything, to say that all is well, and to give a machine up.
_SILENT_S, _CHECKED_S, _GIVEN_UP_S = 5.0, 30.0, 180.0
_DETAILS = {"ok": "passed", "impaired": "failed"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A machine, its three checks, and since when they fail."""

    machine: Instance
    instance: str
    system: str
    disks: str
    since: datetime | None
    tags: Mapping[str, str]


def describe_instance_status(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """A page of machines by id: those that run, unless all of them are asked for."""
    params = asked("DescribeInstanceStatus", sent)
    unless_dry_run(params)
    ids = params.get("InstanceIds")
    machines = machines_of(account, ids) if ids else backend(account).all_instances()
    wanted = [each for each in machines if params.get("IncludeAllInstances") or each.state == "running"]
    checked = [_checked(account, each) for each in sorted(wanted, key=lambda each: each.id)]
    found = selected(checked, params, _VALUES, lambda each: each.tags)
    shown, more = page(found, sent, params, "InstanceIds", operation="DescribeInstanceStatus")
    return {"InstanceStatuses": [_described(each) for each in shown], **more}


def checks_of(account: Account, machine: Instance) -> tuple[str, str, str]:
    """The status of the instance, of its host and of its disks."""
    if machine.state != "running":
        return ("not-applicable",) * 3
    trouble = account.scenarios.of(machine.id).status
    if trouble:
        return trouble, "ok" if trouble == "impaired" else trouble, "ok"
    instance, boots = _instance(account, machine.id), account.state.of(Boots)
    cold = machine.id in boots.cold and instance != "impaired"
    return instance, instance if cold else "ok", "ok"


def _instance(account: Account, instance_id: str) -> str:
    life, began = account.life(instance_id), account.state.of(Boots).began.get(instance_id)
    if began is None or life.up_at is None:
        return "ok"
    now, span = account.timeline.now(), account.timeline.span
    if instance_id in account.state.of(Boots).cold and now < began + span(_SILENT_S):
        return "insufficient-data"
    if now < life.up_at:
        return "impaired" if now > began + span(_GIVEN_UP_S) else "initializing"
    return "initializing" if now < life.up_at + span(_CHECKED_S) else "ok"


def _checked(account: Account, machine: Instance) -> Checked:
    instance, system, disks = checks_of(account, machine)
    began = account.state.of(Boots).began.get(machine.id)
    failed = began + account.timeline.span(_GIVEN_UP_S) if began else account.started
    since = failed if instance == "impaired" else None
    return Checked(machine, instance, system, disks, since, tags_of(account, machine.id))


def _described(checked: Checked) -> Mapping[str, Any]:
    machine = checked.machine
    return {
        "AvailabilityZone": machine.availability_zone,
        "InstanceId": machine.id,
        "InstanceState": {"Code": machine.state_code, "Name": machine.state},
        "InstanceStatus": _status(checked.instance, checked.since),
        "SystemStatus": _status(checked.system, None),
        "AttachedEbsStatus": _status(checked.disks, None),
    }


def _status(status: str, since: datetime | None) -> Mapping[str, Any]:
    if status == "not-applicable":
        return {"Status": status}
    detail = {"Name": "reachability", "Status": _DETAILS.get(status, status), "ImpairedSince": since}
    return {"Status": status, "Details": [detail]}


_VALUES: Values[Checked] = {
    "attached-ebs-status.status": lambda each: (each.disks,),
    "availability-zone": lambda each: (str(each.machine.availability_zone),),
    "event.code": lambda _: (),
    "instance-state-code": lambda each: (str(each.machine.state_code),),
    "instance-state-name": lambda each: (each.machine.state,),
    "instance-status.reachability": lambda each: (_DETAILS.get(each.instance, each.instance),),
    "instance-status.status": lambda each: (each.instance,),
    "system-status.reachability": lambda each: (_DETAILS.get(each.system, each.system),),
    "system-status.status": lambda each: (each.system,),
}
