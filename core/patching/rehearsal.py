"""What carrying out a plan would do, call by call: the dry run, and the page that approvers may read beforehand."""

from collections.abc import Iterator

from core.model import Model
from core.patching.plan import Plan, PlannedMachine, Reboot
from core.patching.states import Step

_BASELINE = "AWS-RunPatchBaseline"


class PlannedCall(Model):
    """One call that changes something, in AWS's words and in ours; `only_if` is empty where it is sure."""

    wave: str
    machine: str
    call: str
    what: str
    only_if: str = ""


def rehearse(plan: Plan) -> tuple[PlannedCall, ...]:
    """Every call that the plan may make, in order: wave by wave, and machine by machine within a wave."""
    return tuple(
        call
        for wave in plan.waves
        for instance_id in wave.instance_ids
        for _, call in steps(plan, wave.name, plan.machine(instance_id))
    )


def way_back(plan: Plan) -> tuple[str, ...]:
    """What happens when a check fails, in the order in which it is tried."""
    if not plan.rollback_approved:
        return ("Nothing is undone by itself: the patch stops, and a person decides.",)
    return (
        "Where nothing was installed, the machine only gets its traffic back.",
        "Where the package manager can, exactly the recorded transaction is undone.",
        "Otherwise the root volume is replaced from the snapshot taken before; what was written since is lost.",
        "Where that is not possible either, nothing more is written and a person is called.",
        "A machine that was rolled back is vulnerable again, and its card says so.",
    )


def steps(plan: Plan, wave: str, machine: PlannedMachine) -> Iterator[tuple[Step, PlannedCall]]:
    """Every call on one machine with the step that makes it, in order."""

    def call(step: Step, name: str, what: str, only_if: str = "") -> tuple[Step, PlannedCall]:
        return step, PlannedCall(wave=wave, machine=machine.name, call=name, what=what, only_if=only_if)

    volumes = f"{len(machine.volumes)} volume{'s' if len(machine.volumes) != 1 else ''}"
    packages = ", ".join(each.override for each in machine.packages)
    snapshots = f"one set of snapshots of {volumes}, kept {plan.backup_keep_days} days"
    install = f"{_BASELINE}, Operation Install, RebootOption NoReboot, only {packages}"
    inventory = "take the software inventory, so that Inspector sees the new versions"
    yield from (call(Step.DRAIN, name, what) for name, what in drained(machine))
    yield call(Step.BACKUP, "ec2:CreateSnapshots", snapshots)
    yield call(Step.INSTALL, "s3:PutObject", f"the list of what may be installed: {packages}")
    yield call(Step.INSTALL, "ssm:SendCommand", install)
    if plan.reboot is not Reboot.NEVER:
        yield call(Step.REBOOT, "ec2:RebootInstances", "restart", "the patch needs it")
    yield call(Step.VERIFY, "ssm:SendCommand", f"{_BASELINE}, Operation Scan")
    yield from (call(Step.UNDRAIN, name, what) for name, what in undrained(machine))
    yield call(Step.UNDRAIN, "ssm:StartAssociationsOnce", inventory)


def drained(machine: PlannedMachine) -> Iterator[tuple[str, str]]:
    """The calls that take its traffic away."""
    if machine.auto_scaling_group:
        yield "autoscaling:EnterStandby", f"take it out of {machine.auto_scaling_group} without replacing it"
    for arn in machine.target_group_arns:
        yield "elasticloadbalancing:DeregisterTargets", f"no more traffic from {_name(arn)}"


def undrained(machine: PlannedMachine) -> Iterator[tuple[str, str]]:
    """Those that give it back."""
    for arn in machine.target_group_arns:
        yield "elasticloadbalancing:RegisterTargets", f"traffic from {_name(arn)} again"
    if machine.auto_scaling_group:
        yield "autoscaling:ExitStandby", f"back into {machine.auto_scaling_group}"


def _name(arn: str) -> str:
    """The target group's name, from its ARN."""
    parts = arn.rpartition(":")[2].split("/")
    return parts[1] if len(parts) > 1 else arn
