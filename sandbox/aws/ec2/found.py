"""Finds machines, volumes and snapshots by id, or says in EC2's words that there is none."""

import re
from collections.abc import Iterable

from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.elastic_block_store import Snapshot, Volume
from moto.ec2.models.instances import Instance

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError

_DIGITS = "[0-9a-f]{8}([0-9a-f]{9})?"


def backend(account: Account) -> EC2Backend:
    """What moto keeps of EC2 in the account's region."""
    return ec2_backends[account.id][account.region]


def machines_of(account: Account, ids: Iterable[str]) -> list[Instance]:
    """Machines in the order of their ids, each once; a terminated one is still there."""
    wanted = list(dict.fromkeys(ids))
    for each in wanted:
        _check(each, "i", "InvalidInstanceID.Malformed")
    known = {machine.id: machine for machine in backend(account).all_instances()}
    missing = [each for each in wanted if each not in known]
    if len(missing) == 1:
        raise AwsError("InvalidInstanceID.NotFound", f"The instance ID '{missing[0]}' does not exist")
    if missing:
        raise AwsError("InvalidInstanceID.NotFound", f"The instance IDs '{', '.join(missing)}' do not exist")
    return [known[each] for each in wanted]


def machine_of(account: Account, instance_id: str) -> Instance:
    """One machine."""
    return machines_of(account, [instance_id])[0]


def volume_of(account: Account, volume_id: str) -> Volume:
    """One volume."""
    _check(volume_id, "vol", "InvalidParameterValue")
    found = backend(account).volumes.get(volume_id)
    if found is None:
        raise AwsError("InvalidVolume.NotFound", f"The volume '{volume_id}' does not exist.")
    return found


def snapshot_of(account: Account, snapshot_id: str) -> Snapshot:
    """One snapshot."""
    _check(snapshot_id, "snap", "InvalidSnapshotID.Malformed")
    found = backend(account).snapshots.get(snapshot_id)
    if found is None:
        raise AwsError("InvalidSnapshot.NotFound", f"The snapshot '{snapshot_id}' does not exist.")
    return found


def root_volume(account: Account, machine: Instance) -> Volume | None:
    """The volume a machine boots from; None where it was detached."""
    device = machine.block_device_mapping.get(machine.root_device_name)
    return backend(account).volumes.get(device.volume_id) if device else None


def _check(given: str, prefix: str, code: str) -> None:
    if not re.fullmatch(f"{prefix}-{_DIGITS}", given):
        raise AwsError(code, f'Invalid id: "{given}"')
