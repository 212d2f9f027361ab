"""RebootInstances, StopInstances and StartInstances: asked for at once, done in time."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from moto.ec2.models.instances import Instance

from sandbox.aws.account import Account
from sandbox.aws.ec2.asked import Params, asked, unless_dry_run
from sandbox.aws.ec2.boot import boot, going_down
from sandbox.aws.ec2.found import machines_of, root_volume
from sandbox.aws.errors import AwsError

# From the request to a shutdown: EC2 queues it.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html
_QUEUED_S = 3.0
_STOP_S, _START_S = 30.0, 10.0
_CODES = {"pending": 0, "running": 16, "stopping": 64, "stopped": 80}


def reboot_instances(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Answers before anything happens, and nothing later tells whether it did; terminated machines are left out."""
    params = asked("RebootInstances", sent)
    machines = [each for each in machines_of(account, params["InstanceIds"]) if each.state != "terminated"]
    for machine in machines:
        if machine.state != "running":
            raise AwsError("IncorrectState", f"This instance '{machine.id}' is not in the 'running' state.")
    unless_dry_run(params)
    for machine in machines:
        account.effects.add("ec2:RebootInstances", machine.id)
        account.timeline.after(_QUEUED_S, partial(_reboot, account, machine))
    return {}


def stop_instances(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Running machines are stopping, then stopped; one that is already stays as it is."""
    params = asked("StopInstances", sent)
    machines = machines_of(account, params["InstanceIds"])
    for machine in machines:
        if machine.state not in ("running", "stopping", "stopped"):
            raise _wrong_state(machine, "stopped")
        if params.get("Hibernate"):
            text = f"The instance '{machine.id}' is not enabled for hibernation."
            raise AwsError("UnsupportedHibernationConfiguration", text)
    unless_dry_run(params)
    return {"StoppingInstances": [_changed(account, each, "StopInstances", _stop) for each in machines]}


def start_instances(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Stopped machines are pending, then running, and boot; one that runs stays as it is."""
    params = asked("StartInstances", sent)
    machines = machines_of(account, params["InstanceIds"])
    for machine in machines:
        if machine.state not in ("running", "pending", "stopped"):
            raise _wrong_state(machine, "started")
        if machine.state == "stopped" and root_volume(account, machine) is None:
            text = f"Invalid value '{machine.id}' for instanceId. Instance does not have a volume attached at root"
            raise AwsError("InvalidParameterValue", f"{text} ({machine.root_device_name})")
    unless_dry_run(params)
    return {"StartingInstances": [_changed(account, each, "StartInstances", _start) for each in machines]}


def set_state(machine: Instance, name: str) -> None:
    """Put a machine into a state by its name; the code goes with it."""
    machine.instance_state.name, machine.instance_state.code = name, _CODES[name]


def stopped(machine: Instance) -> None:
    """A machine has come to rest, and lost the public address it was given."""
    reason = machine.state_transition_reason
    machine.stop()
    if reason:
        machine._reason = reason  # noqa: SLF001  moto offers no other way, and its own has the wrong time


def _wrong_state(machine: Instance, what: str) -> AwsError:
    text = f"The instance '{machine.id}' is not in a state from which it can be {what}."
    return AwsError("IncorrectInstanceState", text)


def _changed(
    account: Account, machine: Instance, operation: str, change: Callable[[Account, Instance], None]
) -> Params:
    before = {"Code": machine.state_code, "Name": machine.state}
    change(account, machine)
    now = {"Code": machine.state_code, "Name": machine.state}
    if now != before:
        account.effects.add(f"ec2:{operation}", machine.id)
    return {"InstanceId": machine.id, "CurrentState": now, "PreviousState": before}


def _stop(account: Account, machine: Instance) -> None:
    if machine.state == "running":
        set_state(machine, "stopping")
        account.timeline.after(_STOP_S, partial(_at_rest, machine))
        going_down(account, machine.id)


def _at_rest(machine: Instance) -> None:
    if machine.state == "stopping":
        stopped(machine)


def _start(account: Account, machine: Instance) -> None:
    if machine.state == "stopped":
        set_state(machine, "pending")
        account.timeline.after(_START_S, partial(_running, account, machine))


def _running(account: Account, machine: Instance) -> None:
    if machine.state == "pending":
        machine.start()
        machine.launch_time = account.timeline.now().replace(tzinfo=None)
        boot(account, machine, cold=True)


def _reboot(account: Account, machine: Instance) -> None:
    if machine.state == "running":
        boot(account, machine)
