"""What a way back on demand would do, call by call."""

from collections.abc import Iterator

from core.patching.plan import Plan, PlannedMachine, Undoing
from core.patching.rehearsal import PlannedCall, drained, undrained
from core.patching.undoing import PACKAGES

_REPLACED = "the root volume was replaced"
_REFUSED = "EC2 refuses to replace the root volume while it runs"


def rehearse_back(plan: Plan) -> tuple[PlannedCall, ...]:
    """Every call of a rollback or a drill that may change something, in order; none for any other plan."""
    undoes, machine = plan.undoes, plan.machines[0]
    if undoes is None:
        return ()
    before = list(drained(machine))
    if plan.drill:
        before.append(("ec2:CreateSnapshots", f"one set of snapshots, kept {plan.backup_keep_days} days"))
    sure = [(name, what, "") for name, what in before]
    after = [
        ("ssm:SendCommand", "SRE-MachineFacts and SRE-HealthCheck, which look at it", ""),
        *((name, what, "") for name, what in undrained(machine)),
        ("ssm:StartAssociationsOnce", "take the software inventory, so that Inspector sees what is installed", ""),
        (
            "ec2:CreateTags",
            f"mark the volume that was replaced, to be removed in {plan.backup_keep_days} days",
            _REPLACED,
        ),
    ]
    calls = [*sure, *_back(undoes, machine), *after]
    return tuple(
        PlannedCall(wave=plan.waves[0].name, machine=machine.name, call=name, what=what, only_if=only_if)
        for name, what, only_if in calls
    )


def _back(undoes: Undoing, machine: PlannedMachine) -> Iterator[tuple[str, str, str]]:
    root = next(volume for volume in machine.volumes if volume.root)
    snapshot = undoes.facts.get("root_snapshot", "the snapshot taken just before")
    instead = ""
    if undoes.way == PACKAGES:
        number = undoes.facts["transaction_after"]
        instead = "the package transaction cannot be undone"
        yield "ssm:SendCommand", f"SRE-UndoTransaction, exactly transaction {number}", ""
    replaced = f"the root volume {root.volume_id} anew from {snapshot}; it restarts"
    yield "ec2:CreateReplaceRootVolumeTask", replaced, instead
    yield "ec2:StopInstances", "stop it", _REFUSED
    yield "ec2:CreateVolume", f"a volume from {snapshot}", _REFUSED
    yield "ec2:DetachVolume", f"take {root.volume_id} off; it is kept", _REFUSED
    yield "ec2:AttachVolume", f"put the new one in its place, {root.device}", _REFUSED
    yield "ec2:ModifyInstanceAttribute", "the new one goes with the machine, or stays, as the old one did", _REFUSED
    yield "ec2:StartInstances", "start it", _REFUSED
