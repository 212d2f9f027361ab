"""CreateVolume, DeleteVolume and DescribeVolumes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from moto.core.exceptions import ServiceException
from moto.ec2.models.elastic_block_store import Volume

from sandbox.aws.account import Account
from sandbox.aws.ec2.asked import Params, asked, unless_dry_run
from sandbox.aws.ec2.attachments import attachment_of
from sandbox.aws.ec2.filters import Values, selected
from sandbox.aws.ec2.found import backend, snapshot_of, volume_of
from sandbox.aws.ec2.pages import page
from sandbox.aws.ec2.storage import Storage, Tokens
from sandbox.aws.ec2.tagging import brought, rows, tags_of
from sandbox.aws.errors import AwsError

_CREATE_S, _DELETE_S = 5.0, 3.0


def create_volume(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """A new volume, empty or from a snapshot; the same token again gives the same volume."""
    params = asked("CreateVolume", sent)
    tags, zone = brought(params, "volume"), _zone(account, params)
    _check_source(account, params)
    unless_dry_run(params)
    tokens = account.state.of(Tokens)
    made = tokens.made("CreateVolume", params)
    if made is None:
        volume = _create(account, params, zone)
        volume.add_tags(tags)
        tokens.keep("CreateVolume", params, volume.id)
        made = volume.id
    told = dict(_described(_shown(account, volume_of(account, made))))
    told.pop("Attachments")
    return told


def delete_volume(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Delete a volume that is attached to nothing."""
    params = asked("DeleteVolume", sent)
    volume = volume_of(account, params["VolumeId"])
    if volume.attachment:
        text = f"Volume {volume.id} is currently attached to {volume.attachment.instance.id}"
        raise AwsError("VolumeInUse", text)
    moving = account.state.of(Storage).moving
    if volume.id in moving:
        raise AwsError("IncorrectState", f"The volume '{volume.id}' is in state '{moving[volume.id]}'.")
    unless_dry_run(params)
    account.effects.add("ec2:DeleteVolume", volume.id)
    moving[volume.id] = "deleting"
    account.timeline.after(_DELETE_S, partial(gone, account, volume))
    return {}


def describe_volumes(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """A page of the volumes that the ids and every filter accept, by id."""
    params = asked("DescribeVolumes", sent)
    unless_dry_run(params)
    ids = params.get("VolumeIds")
    volumes = [volume_of(account, each) for each in dict.fromkeys(ids)] if ids else backend(account).volumes.values()
    shown = [_shown(account, each) for each in sorted(volumes, key=lambda each: each.id)]
    found = selected(shown, params, _VALUES, lambda each: each.tags)
    listed, more = page(found, sent, params, "VolumeIds", operation="DescribeVolumes")
    return {"Volumes": [_described(each) for each in listed], **more}


def gone(account: Account, volume: Volume) -> None:
    """Forget a volume and what was on it."""
    storage = account.state.of(Storage)
    storage.moving.pop(volume.id, None)
    storage.imprints.pop(volume.id, None)
    backend(account).volumes.pop(volume.id, None)
    backend(account).tags.pop(volume.id, None)


@dataclass(frozen=True, slots=True)
class Shown:
    """A volume as it is at this moment."""

    volume: Volume
    state: str
    attachment: Mapping[str, Any]
    tags: Mapping[str, str]


def _shown(account: Account, volume: Volume) -> Shown:
    state = account.state.of(Storage).moving.get(volume.id, volume.status)
    return Shown(volume, state, attachment_of(account, volume), tags_of(account, volume.id))


def _zone(account: Account, params: Params) -> str:
    names = {zone.name: zone.name for zone in backend(account).describe_availability_zones()}
    ids = {zone.zone_id: zone.name for zone in backend(account).describe_availability_zones()}
    if "AvailabilityZone" in params and "AvailabilityZoneId" in params:
        raise AwsError("InvalidParameterCombination", "Specify AvailabilityZone or AvailabilityZoneId, not both.")
    given = params.get("AvailabilityZone") or params.get("AvailabilityZoneId")
    if given is None:
        raise AwsError("MissingParameter", "The request must contain the parameter AvailabilityZone")
    zone = (names if "AvailabilityZone" in params else ids).get(given)
    if zone is None:
        raise AwsError("InvalidParameterValue", f"Value ({given}) for parameter availabilityZone is invalid.")
    return str(zone)


def _check_source(account: Account, params: Params) -> None:
    if "SnapshotId" not in params:
        if "Size" not in params:
            raise AwsError("MissingParameter", "The request must contain the parameter size or snapshotId")
        return
    snapshot = snapshot_of(account, params["SnapshotId"])
    if snapshot.status != "completed":
        raise AwsError("IncorrectState", f"Snapshot is in invalid state - {snapshot.status}")
    if params.get("Size", snapshot.volume.size) < snapshot.volume.size:
        text = f"The size {params['Size']} is smaller than the snapshot's, {snapshot.volume.size} GiB."
        raise AwsError("InvalidParameterValue", text)


def _create(account: Account, params: Params, zone: str) -> Volume:
    source = backend(account).snapshots.get(params.get("SnapshotId", ""))
    key = params.get("KmsKeyId") or (source.kms_key_id if source else None)
    try:
        volume = backend(account).create_volume(
            size=params.get("Size") or (source.volume.size if source else 0),
            zone_name=zone,
            snapshot_id=params.get("SnapshotId"),
            encrypted=bool(params.get("Encrypted") or (source and source.encrypted)),
            kms_key_id=key,
            volume_type=params.get("VolumeType", "gp2"),
            iops=params.get("Iops"),
            throughput=params.get("Throughput"),
            multi_attach_enabled=params.get("MultiAttachEnabled"),
        )
    except ServiceException as error:
        raise AwsError(str(error.code), str(error.message)) from error
    volume.create_time = account.timeline.now().replace(tzinfo=None)
    storage = account.state.of(Storage)
    take = storage.takes.get(params.get("SnapshotId", ""))
    if take and take.imprint:
        storage.imprints[volume.id] = take.imprint
    account.effects.add("ec2:CreateVolume", params.get("SnapshotId", volume.id))
    storage.moving[volume.id] = "creating"
    account.timeline.after(_CREATE_S, partial(storage.moving.pop, volume.id, None))
    return volume


def _described(shown: Shown) -> Mapping[str, Any]:
    volume = shown.volume
    return {
        "VolumeId": volume.id,
        "Size": volume.size,
        "SnapshotId": volume.snapshot_id or "",
        "AvailabilityZone": volume.availability_zone,
        "State": shown.state,
        "CreateTime": volume.create_time,
        "Attachments": [shown.attachment] if shown.attachment else [],
        "Encrypted": bool(volume.encrypted),
        "KmsKeyId": volume.kms_key_id if volume.encrypted else None,
        "VolumeType": volume.volume_type,
        "Iops": volume.iops,
        "Throughput": volume.throughput,
        "MultiAttachEnabled": bool(volume.multi_attach_enabled),
        "Tags": rows(shown.tags) or None,
    }


def _held(member: str, shown: Shown) -> Collection[str]:
    value = shown.attachment.get(member)
    return () if value is None else (str(value).lower() if isinstance(value, bool) else str(value),)


_VALUES: Values[Shown] = {
    "attachment.delete-on-termination": partial(_held, "DeleteOnTermination"),
    "attachment.device": partial(_held, "Device"),
    "attachment.instance-id": partial(_held, "InstanceId"),
    "attachment.status": partial(_held, "State"),
    "availability-zone": lambda each: (str(each.volume.availability_zone),),
    "create-time": lambda each: (each.volume.create_time.strftime("%Y-%m-%dT%H:%M:%S.000Z"),),
    "encrypted": lambda each: (str(bool(each.volume.encrypted)).lower(),),
    "multi-attach-enabled": lambda each: (str(bool(each.volume.multi_attach_enabled)).lower(),),
    "size": lambda each: (str(each.volume.size),),
    "snapshot-id": lambda each: (each.volume.snapshot_id or "",),
    "status": lambda each: (each.state,),
    "volume-id": lambda each: (each.volume.id,),
    "volume-type": lambda each: (str(each.volume.volume_type),),
}
