"""CreateReplaceRootVolumeTask and DescribeReplaceRootVolumeTasks: another root volume under a running machine.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/replace-root.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from moto.ec2.models.elastic_block_store import Volume
from moto.ec2.models.instances import Instance

from sandbox.aws.account import Account
from sandbox.aws.ec2.asked import Params, asked, unless_dry_run
from sandbox.aws.ec2.attachments import attach, detach
from sandbox.aws.ec2.boot import boot
from sandbox.aws.ec2.filters import Values, selected
from sandbox.aws.ec2.found import backend, machine_of, root_volume, snapshot_of
from sandbox.aws.ec2.pages import page
from sandbox.aws.ec2.power import set_state
from sandbox.aws.ec2.storage import Imprint, Storage, Tokens
from sandbox.aws.ec2.tagging import brought, rows
from sandbox.aws.errors import AwsError
from sandbox.aws.scale import stable_hex

_PENDING_S, _SWAP_S, _SETTLE_S, _FAILING_S = 5.0, 30.0, 30.0, 15.0
_UNDER_WAY = ("pending", "in-progress", "failing")
_MOST_SHOWN = 50


@dataclass(slots=True)
class Task:
    """One replacement; `snapshot_id` is "" where the machine goes back to the state it was launched in."""

    id: str
    instance_id: str
    snapshot_id: str
    delete_replaced: bool
    tags: Mapping[str, str]
    started: datetime
    state: str = "pending"
    completed: datetime | None = None


@dataclass(slots=True)
class Tasks:
    """All replacements of an account, by id."""

    known: dict[str, Task] = field(default_factory=dict)


def create_replace_root_volume_task(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Begin a replacement; the same token again gives the same task."""
    params = asked("CreateReplaceRootVolumeTask", sent)
    tags = brought(params, "replace-root-volume-task")
    machine = machine_of(account, params["InstanceId"])
    tokens, known = account.state.of(Tokens), account.state.of(Tasks).known
    made = tokens.made("CreateReplaceRootVolumeTask", params)
    if made is None:
        _check(account, machine, params)
        unless_dry_run(params)
        made = f"replacevol-0{stable_hex(f'replacement/{machine.id}/{len(known)}', 16)}"
        snapshot_id, delete = params.get("SnapshotId", ""), params.get("DeleteReplacedRootVolume", False)
        task = Task(made, machine.id, snapshot_id, delete, tags, account.timeline.now())
        known[made] = task
        account.effects.add("ec2:CreateReplaceRootVolumeTask", machine.id)
        account.timeline.after(_PENDING_S, partial(_in_progress, account, task))
        tokens.keep("CreateReplaceRootVolumeTask", params, made)
    return {"ReplaceRootVolumeTask": _described(known[made])}


def describe_replace_root_volume_tasks(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """A page of the tasks that the ids and every filter accept, the latest last."""
    params = asked("DescribeReplaceRootVolumeTasks", sent)
    unless_dry_run(params)
    known, ids = account.state.of(Tasks).known, params.get("ReplaceRootVolumeTaskIds", ())
    for each in ids:
        if each not in known:
            text = f"The replace root volume task ID '{each}' does not exist"
            raise AwsError("InvalidReplaceRootVolumeTaskId.NotFound", text)
    tasks = [known[each] for each in dict.fromkeys(ids)] or list(known.values())
    found = selected(tasks, params, _VALUES, lambda each: each.tags)
    given, name = "ReplaceRootVolumeTaskIds", "DescribeReplaceRootVolumeTasks"
    shown, more = page(found, sent, params, given, operation=name, least=1, most=_MOST_SHOWN)
    return {"ReplaceRootVolumeTasks": [_described(each) for each in shown], **more}


def _check(account: Account, machine: Instance, params: Params) -> None:
    if sum(name in params for name in ("SnapshotId", "ImageId", "VolumeId")) > 1:
        text = "Specify only one of SnapshotId, ImageId and VolumeId."
        raise AwsError("InvalidParameterCombination", text)
    if "ImageId" in params or "VolumeId" in params:
        raise AwsError("UnsupportedOperation", "The sandbox replaces root volumes by snapshots and launch states only.")
    if machine.state != "running":
        text = f"The instance '{machine.id}' is not in the 'running' state."
        raise AwsError("IncorrectInstanceState", text)
    tasks = account.state.of(Tasks).known.values()
    if any(each.instance_id == machine.id and each.state in _UNDER_WAY for each in tasks):
        text = f"A root volume replacement task is already in progress for instance '{machine.id}'."
        raise AwsError("IncorrectInstanceState", text)
    root = root_volume(account, machine)
    if root is None:
        raise AwsError("IncorrectInstanceState", f"The instance '{machine.id}' has no root volume.")
    if "SnapshotId" in params:
        _check_snapshot(account, root, params["SnapshotId"])


def _check_snapshot(account: Account, root: Volume, snapshot_id: str) -> None:
    """A copy of a snapshot is refused like one of another volume: only what was taken of these volumes is known."""
    snapshot, storage = snapshot_of(account, snapshot_id), account.state.of(Storage)
    if snapshot.status != "completed":
        raise AwsError("IncorrectState", f"Snapshot is in invalid state - {snapshot.status}")
    if snapshot.id not in storage.takes or storage.lineage(snapshot.volume.id) != storage.lineage(root.id):
        text = f"The snapshot '{snapshot_id}' is not in the lineage of the root volume '{root.id}'."
        raise AwsError("InvalidParameterValue", text)


def _in_progress(account: Account, task: Task) -> None:
    task.state = "in-progress"
    trouble = account.scenarios.of(task.instance_id).root_replacement
    if trouble:
        account.timeline.after(_SWAP_S, partial(_failing, account, task, trouble))
    else:
        account.timeline.after(_SWAP_S, partial(_swap, account, task))


def _swap(account: Account, task: Task) -> None:
    machine = machine_of(account, task.instance_id)
    old = root_volume(account, machine)
    if old is None or machine.state != "running":
        _failing(account, task, "failed")
        return
    keep = bool(machine.block_device_mapping[machine.root_device_name].delete_on_termination)
    detach(account, old)
    attach(account, _replacement(account, task, old), machine, machine.root_device_name, delete=keep)
    account.effects.add("root replacement", machine.id)
    boot(account, machine)
    account.timeline.after(_SETTLE_S, partial(_succeeded, account, task, old))


def _replacement(account: Account, task: Task, old: Volume) -> Volume:
    volume = backend(account).create_volume(
        size=old.size,
        zone_name=str(old.availability_zone),
        snapshot_id=task.snapshot_id or None,
        encrypted=bool(old.encrypted),
        kms_key_id=old.kms_key_id if old.encrypted else None,
        volume_type=old.volume_type,
        iops=old.iops,
        throughput=old.throughput,
    )
    storage = account.state.of(Storage)
    take = storage.takes.get(task.snapshot_id)
    storage.imprints[volume.id] = (take.imprint if take else None) or Imprint()
    storage.lineages[volume.id] = storage.lineage(old.id)
    return volume


def _succeeded(account: Account, task: Task, old: Volume) -> None:
    _complete(account, task, "succeeded")
    if task.delete_replaced:
        backend(account).volumes.pop(old.id, None)


def _failing(account: Account, task: Task, outcome: str) -> None:
    task.state = "failing"
    account.timeline.after(_FAILING_S, partial(_failed, account, task, outcome))


def _failed(account: Account, task: Task, outcome: str) -> None:
    """The machine boots from its former root again, or has none left and cannot run."""
    machine = machine_of(account, task.instance_id)
    root = root_volume(account, machine)
    if outcome == "failed-detached" and root is not None:
        detach(account, root)
        set_state(machine, "stopped")
    elif machine.state == "running":
        boot(account, machine)
    _complete(account, task, outcome)


def _complete(account: Account, task: Task, state: str) -> None:
    task.state, task.completed = state, account.timeline.now()


def _described(task: Task) -> Mapping[str, Any]:
    return {
        "ReplaceRootVolumeTaskId": task.id,
        "InstanceId": task.instance_id,
        "TaskState": task.state,
        "StartTime": f"{task.started:%Y-%m-%dT%H:%M:%SZ}",
        "CompleteTime": f"{task.completed:%Y-%m-%dT%H:%M:%SZ}" if task.completed else None,
        "SnapshotId": task.snapshot_id or None,
        "DeleteReplacedRootVolume": task.delete_replaced,
        "Tags": rows(task.tags),
    }


_VALUES: Values[Task] = {"instance-id": lambda each: (each.instance_id,)}
