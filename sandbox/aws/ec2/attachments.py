"""AttachVolume and DetachVolume; neither has a token. What is on a root volume goes with it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from moto.ec2.models.elastic_block_store import Volume
from moto.ec2.models.instances import Instance

from sandbox.aws.account import Account
from sandbox.aws.ec2.asked import asked, unless_dry_run
from sandbox.aws.ec2.found import backend, machine_of, volume_of
from sandbox.aws.ec2.storage import Imprint, Storage
from sandbox.aws.errors import AwsError

_ATTACH_S, _DETACH_S = 3.0, 5.0


def attach_volume(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Attach an available volume to a machine of its zone; it is attaching for a while."""
    params = asked("AttachVolume", sent)
    volume, machine = volume_of(account, params["VolumeId"]), machine_of(account, params["InstanceId"])
    device = params["Device"]
    _check_attach(account, volume, machine, device)
    unless_dry_run(params)
    account.effects.add("ec2:AttachVolume", volume.id)
    attach(account, volume, machine, device)
    account.state.of(Storage).attaching[volume.id] = "attaching"
    account.timeline.after(_ATTACH_S, partial(account.state.of(Storage).attaching.pop, volume.id, None))
    return attachment_of(account, volume)


def detach_volume(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Detach a volume, which needs no InstanceId; it is detaching for a while."""
    params = asked("DetachVolume", sent)
    volume = volume_of(account, params["VolumeId"])
    _check_detach(account, volume, params)
    unless_dry_run(params)
    account.effects.add("ec2:DetachVolume", volume.id)
    account.state.of(Storage).attaching[volume.id] = "detaching"
    told = attachment_of(account, volume)
    account.timeline.after(_DETACH_S, partial(detach, account, volume))
    return told


def attach(account: Account, volume: Volume, machine: Instance, device: str, *, delete: bool = False) -> None:
    """Put a volume into a machine; a root volume brings what is on it."""
    backend(account).attach_volume(volume.id, machine.id, device, delete_on_termination=delete)
    if volume.attachment:
        volume.attachment.attach_time = account.timeline.now().replace(tzinfo=None)
    if device == machine.root_device_name:
        imprint = account.state.of(Storage).imprints.pop(volume.id, None)
        # A volume that was never a root is empty: whatever the machine boots from it, its service is not there.
        (imprint or Imprint(serving=False)).onto(account.life(machine.id), account.timeline.now())


def detach(account: Account, volume: Volume) -> None:
    """Take a volume out of its machine; a root volume takes along what is on it."""
    storage, held = account.state.of(Storage), volume.attachment
    storage.attaching.pop(volume.id, None)
    if held is None:
        return
    if held.device == held.instance.root_device_name:
        storage.imprints[volume.id] = Imprint.of(account.life(held.instance.id))
    backend(account).detach_volume(volume.id, held.instance.id, held.device)


def attachment_of(account: Account, volume: Volume) -> Mapping[str, Any]:
    """How a volume is attached, as EC2 tells it; empty when it is not."""
    held = volume.attachment
    if held is None:
        return {}
    disk = held.instance.block_device_mapping.get(held.device)
    return {
        "VolumeId": volume.id,
        "InstanceId": held.instance.id,
        "Device": held.device,
        "State": account.state.of(Storage).attaching.get(volume.id, "attached"),
        "AttachTime": held.attach_time,
        "DeleteOnTermination": bool(disk and disk.delete_on_termination),
    }


def _check_attach(account: Account, volume: Volume, machine: Instance, device: str) -> None:
    if volume.attachment:
        raise AwsError("VolumeInUse", f"{volume.id} is already attached to an instance")
    if volume.id in account.state.of(Storage).moving:
        raise AwsError("IncorrectState", f"{volume.id} is not 'available'.")
    if machine.state not in ("running", "stopped"):
        raise AwsError("IncorrectState", f"Instance '{machine.id}' is not 'running'.")
    if volume.availability_zone != machine.availability_zone:
        text = f"The volume '{volume.id}' is not in the same availability zone as instance '{machine.id}'"
        raise AwsError("InvalidVolume.ZoneMismatch", text)
    if device in machine.block_device_mapping:
        text = f"Invalid value '{device}' for unixDevice. Attachment point {device} is already in use"
        raise AwsError("InvalidParameterValue", text)


def _check_detach(account: Account, volume: Volume, params: Mapping[str, Any]) -> None:
    held = volume.attachment
    if held is None:
        state = account.state.of(Storage).moving.get(volume.id, "available")
        raise AwsError("IncorrectState", f"Volume '{volume.id}' is in the '{state}' state.")
    if params.get("InstanceId", held.instance.id) != held.instance.id:
        text = f"The volume '{volume.id}' is not attached to instance '{params['InstanceId']}'."
        raise AwsError("InvalidAttachment.NotFound", text)
    if params.get("Device", held.device) != held.device:
        text = f"The volume '{volume.id}' is not attached as device '{params['Device']}'."
        raise AwsError("InvalidAttachment.NotFound", text)
    if held.device == held.instance.root_device_name and held.instance.state != "stopped":
        text = f"Unable to detach root volume '{volume.id}' from instance '{held.instance.id}'"
        raise AwsError("OperationNotPermitted", text)
    if account.state.of(Storage).attaching.get(volume.id) == "detaching":
        raise AwsError("IncorrectState", f"Volume '{volume.id}' is in the 'detaching' state.")
