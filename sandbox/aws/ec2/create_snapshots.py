"""CreateSnapshots and CreateSnapshot: neither has a token, so asked again they do it again."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from moto.ec2.models.elastic_block_store import Snapshot, Volume
from moto.ec2.models.instances import Instance
from moto.kms.models import kms_backends

from sandbox.aws.account import Account
from sandbox.aws.ec2.asked import Params, asked, unless_dry_run
from sandbox.aws.ec2.found import backend, machine_of, volume_of
from sandbox.aws.ec2.storage import Imprint, Storage, Take
from sandbox.aws.ec2.tagging import brought, check, rows, tags_of
from sandbox.aws.errors import AwsError

# https://docs.aws.amazon.com/ebs/latest/userguide/ebs-create-snapshots.html
_SNAPSHOT_S = 60.0
_MOST_DATA_VOLUMES = 127
_MOST_PENDING = {"sc1": 1, "st1": 1}
_MOST_PENDING_USUALLY = 5
# https://docs.aws.amazon.com/general/latest/gr/ebs-service.html
_MOST_IN_REGION = 100_000
# A snapshot is not in every answer at once.
# https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
_UNSEEN_S = 2.0


def create_snapshots(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Snapshots of all volumes of one machine at one moment."""
    params = asked("CreateSnapshots", sent)
    wanted = params["InstanceSpecification"]
    machine = machine_of(account, wanted["InstanceId"])
    volumes = _volumes(account, machine, wanted)
    tags = [_tags(account, params, volume) for volume in volumes]
    _check_pending(account, volumes)
    _check_quota(account, machine, len(volumes))
    unless_dry_run(params)
    account.effects.add("ec2:CreateSnapshots", machine.id)
    taken = [_take(account, each, params.get("Description", ""), own) for each, own in zip(volumes, tags, strict=True)]
    _begin(account, machine, taken)
    return {"Snapshots": [_information(account, snapshot) for snapshot in taken]}


def create_snapshot(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """A snapshot of one volume."""
    params = asked("CreateSnapshot", sent)
    volume = volume_of(account, params["VolumeId"])
    tags = brought(params, "snapshot")
    _check_pending(account, [volume])
    _check_quota(account, volume.attachment.instance if volume.attachment else None, 1)
    unless_dry_run(params)
    account.effects.add("ec2:CreateSnapshot", volume.id)
    snapshot = _take(account, volume, params.get("Description", ""), tags)
    _begin(account, volume.attachment.instance if volume.attachment else None, [snapshot])
    return _information(account, snapshot)


def _volumes(account: Account, machine: Instance, wanted: Params) -> Sequence[Volume]:
    if machine.state not in ("running", "stopped"):
        text = f"The instance '{machine.id}' is not in the 'running' or 'stopped' state."
        raise AwsError("IncorrectInstanceState", text)
    excluded = wanted.get("ExcludeDataVolumeIds", ())
    attached = {name: disk.volume_id for name, disk in machine.block_device_mapping.items()}
    root = attached.pop(machine.root_device_name, None)
    if unknown := [each for each in excluded if each not in attached.values()]:
        text = f"The volume '{unknown[0]}' is not a data volume of the instance '{machine.id}'."
        raise AwsError("InvalidParameterValue", text)
    first = [root] if root and not wanted.get("ExcludeBootVolume") else []
    ids = [*first, *(each for each in attached.values() if each not in excluded)]
    if not ids or len(ids) > _MOST_DATA_VOLUMES + 1:
        raise AwsError("InvalidParameterValue", f"There are {len(ids)} volumes to take snapshots of.")
    return [volume_of(account, each) for each in ids]


def _tags(account: Account, params: Params, volume: Volume) -> dict[str, str]:
    copied = tags_of(account, volume.id) if params.get("CopyTagsFromSource") else {}
    own = {key: value for key, value in copied.items() if not key.lower().startswith("aws:")}
    tags = {**own, **brought(params, "snapshot")}
    check(tags)
    return tags


def _check_pending(account: Account, volumes: Sequence[Volume]) -> None:
    for volume in volumes:
        snapshots = backend(account).snapshots.values()
        pending = sum(1 for each in snapshots if each.volume.id == volume.id and each.status == "pending")
        if pending >= _MOST_PENDING.get(volume.volume_type, _MOST_PENDING_USUALLY):
            text = "Maximum allowed in-progress snapshots for a single volume exceeded."
            raise AwsError("ConcurrentSnapshotLimitExceeded", text)


def _check_quota(account: Account, machine: Instance | None, more: int) -> None:
    lowered = account.scenarios.of(machine.id if machine else "").snapshot_quota
    # Those of public images are not the account's own.
    owned = sum(1 for each in backend(account).snapshots.values() if not each.from_ami)
    if owned + more > (_MOST_IN_REGION if lowered is None else lowered):
        raise AwsError("SnapshotLimitExceeded", "Maximum allowed snapshots exceeded.")


def _take(account: Account, volume: Volume, description: str, tags: Mapping[str, str]) -> Snapshot:
    snapshot = backend(account).create_snapshot(volume.id, description)
    snapshot.status = "pending"
    snapshot.kms_key_id = volume.kms_key_id
    now = account.timeline.now()
    snapshot.start_time = now.replace(tzinfo=None)
    snapshot.add_tags(dict(tags))
    account.effects.add("snapshot", volume.id)
    storage = account.state.of(Storage)
    seen_from = now + account.timeline.span(_UNSEEN_S)
    storage.takes[snapshot.id] = Take(now, seen_from, None, _imprint(account, volume))
    return snapshot


def _imprint(account: Account, volume: Volume) -> Imprint | None:
    """What is on a root volume at this moment."""
    attached = volume.attachment
    if attached and attached.device == attached.instance.root_device_name:
        return Imprint.of(account.life(attached.instance.id))
    return account.state.of(Storage).imprints.get(volume.id)


def _begin(account: Account, machine: Instance | None, taken: Sequence[Snapshot]) -> None:
    trouble = account.scenarios.of(machine.id if machine else "")
    seconds = _SNAPSHOT_S if trouble.snapshot_s is None else trouble.snapshot_s
    if trouble.snapshots == "stuck":
        return
    if trouble.snapshots == "error":
        due = account.timeline.after(seconds / 2, partial(_fail, account, taken, "An internal error has occurred"))
    else:
        due = account.timeline.after(seconds, partial(_end, account, taken))
    for snapshot in taken:
        account.state.of(Storage).takes[snapshot.id].due = due


def _end(account: Account, taken: Sequence[Snapshot]) -> None:
    if any(_key_is_gone(account, snapshot) for snapshot in taken):
        _fail(account, taken, "Given key ID is not accessible")
        return
    for snapshot in taken:
        snapshot.status = "completed"
        account.state.of(Storage).takes[snapshot.id].completed = account.timeline.now()


def _fail(account: Account, taken: Sequence[Snapshot], message: str) -> None:
    """One member that fails takes all others of its set with it; only its own message says why."""
    for snapshot in taken:
        snapshot.status = "error"
        account.state.of(Storage).takes[snapshot.id].progress = "50%"
    account.state.of(Storage).takes[taken[-1].id].message = message


def _key_is_gone(account: Account, snapshot: Snapshot) -> bool:
    key_id = str(snapshot.kms_key_id or "").rpartition("/")[2]
    key = kms_backends[account.id][account.region].keys.get(key_id)
    return key is not None and not key.enabled


def _information(account: Account, snapshot: Snapshot) -> Mapping[str, Any]:
    return {
        "Description": snapshot.description,
        "Tags": rows(tags_of(account, snapshot.id)),
        "Encrypted": snapshot.encrypted,
        "VolumeId": snapshot.volume.id,
        "State": "pending",
        "VolumeSize": snapshot.volume.size,
        "StartTime": snapshot.start_time,
        "Progress": "",
        "OwnerId": account.id,
        "SnapshotId": snapshot.id,
    }
