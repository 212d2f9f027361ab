"""DescribeSnapshots and DeleteSnapshot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moto.ec2.models.elastic_block_store import Snapshot

from sandbox.aws.account import Account
from sandbox.aws.ec2.asked import Params, asked, unless_dry_run
from sandbox.aws.ec2.filters import Values, selected
from sandbox.aws.ec2.found import backend, snapshot_of
from sandbox.aws.ec2.pages import page
from sandbox.aws.ec2.storage import Storage, Take
from sandbox.aws.ec2.tagging import rows, tags_of
from sandbox.aws.errors import AwsError

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A snapshot as it is at this moment."""

    snapshot: Snapshot
    take: Take | None
    progress: str
    tags: Mapping[str, str]


def describe_snapshots(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """A page of the snapshots that the owners, the ids and every filter accept, by id."""
    params = asked("DescribeSnapshots", sent)
    unless_dry_run(params)
    shown = [_shown(account, each) for each in _seen(account, params)]
    found = selected(shown, params, _VALUES, lambda each: each.tags)
    listed, more = page(found, sent, params, "SnapshotIds", operation="DescribeSnapshots")
    return {"Snapshots": [_described(each) for each in listed], **more}


def delete_snapshot(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Delete a snapshot that no image needs."""
    params = asked("DeleteSnapshot", sent)
    snapshot = snapshot_of(account, params["SnapshotId"])
    for image in backend(account).amis.values():
        if image.ebs_snapshot.id == snapshot.id:
            text = f"The snapshot {snapshot.id} is currently in use by {image.id}"
            raise AwsError("InvalidSnapshot.InUse", text)
    unless_dry_run(params)
    account.effects.add("ec2:DeleteSnapshot", snapshot.id)
    del backend(account).snapshots[snapshot.id]
    backend(account).tags.pop(snapshot.id, None)
    return {}


def _seen(account: Account, params: Params) -> Sequence[Snapshot]:
    ids = params.get("SnapshotIds")
    known = [snapshot_of(account, each) for each in dict.fromkeys(ids or ())]
    candidates = known if ids else sorted(backend(account).snapshots.values(), key=lambda each: each.id)
    takes, now = account.state.of(Storage).takes, account.timeline.now()
    seen = [each for each in candidates if each.id not in takes or takes[each.id].seen_from <= now]
    if ids and len(seen) < len(known):
        hidden = next(each.id for each in known if each not in seen)
        raise AwsError("InvalidSnapshot.NotFound", f"The snapshot '{hidden}' does not exist.")
    owners = {account.id if each == "self" else each for each in params.get("OwnerIds", ())}
    return [each for each in seen if not owners or _owner(each) in owners]


def _owner(snapshot: Snapshot) -> str:
    return "amazon" if snapshot.from_ami else str(snapshot.owner_id)


def _shown(account: Account, snapshot: Snapshot) -> Shown:
    take = account.state.of(Storage).takes.get(snapshot.id)
    return Shown(snapshot, take, _progress(account, snapshot, take), tags_of(account, snapshot.id))


def _progress(account: Account, snapshot: Snapshot, take: Take | None) -> str:
    if snapshot.status == "completed" or take is None:
        return "100%"
    if take.progress or take.due is None:
        return take.progress or "0%"
    past, whole = account.timeline.now() - take.started, take.due - take.started
    return f"{min(_WHOLE - 1, int(_WHOLE * past / whole)) if whole else _WHOLE - 1}%"


def _described(shown: Shown) -> Mapping[str, Any]:
    snapshot, take = shown.snapshot, shown.take
    return {
        "SnapshotId": snapshot.id,
        "VolumeId": snapshot.volume.id,
        "State": snapshot.status,
        "StateMessage": take.message or None if take else None,
        "StartTime": snapshot.start_time,
        "Progress": shown.progress,
        "OwnerId": snapshot.owner_id,
        "OwnerAlias": "amazon" if snapshot.from_ami else None,
        "Description": snapshot.description or "",
        "VolumeSize": snapshot.volume.size,
        "Encrypted": bool(snapshot.encrypted),
        "KmsKeyId": snapshot.kms_key_id if snapshot.encrypted else None,
        "StorageTier": "standard",
        "TransferType": "standard" if take else None,
        "CompletionTime": take.completed if take else None,
        "Tags": rows(shown.tags) or None,
    }


def _alias(shown: Shown) -> Collection[str]:
    return ("amazon",) if shown.snapshot.from_ami else ()


_VALUES: Values[Shown] = {
    "description": lambda each: (each.snapshot.description or "",),
    "encrypted": lambda each: (str(bool(each.snapshot.encrypted)).lower(),),
    "owner-alias": _alias,
    "owner-id": lambda each: (str(each.snapshot.owner_id),),
    "progress": lambda each: (each.progress,),
    "snapshot-id": lambda each: (each.snapshot.id,),
    "start-time": lambda each: (each.snapshot.start_time.strftime("%Y-%m-%dT%H:%M:%S.000Z"),),
    "status": lambda each: (each.snapshot.status,),
    "storage-tier": lambda _: ("standard",),
    "transfer-type": lambda each: ("standard",) if each.take else (),
    "volume-id": lambda each: (each.snapshot.volume.id,),
    "volume-size": lambda each: (str(each.snapshot.volume.size),),
}
