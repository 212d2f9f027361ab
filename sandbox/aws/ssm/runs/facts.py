"""SRE-MachineFacts: what a machine says about itself, as one JSON object."""

import json
from collections.abc import Mapping

from sandbox.aws.life import Disk, Item
from sandbox.aws.scale import stable_fraction
from sandbox.aws.ssm.disk import disk_of, in_effect, is_kernel, uses_apt
from sandbox.aws.ssm.runs.run import Node, Outcome, Steps

_MIB = 1024**2
_FREE_MIB = {"/": 9_000, "/var": 6_000, "/boot": 400}
_FULL_MIB = 3
_KERNELS = {"al2023": "6.1.25-37.47.amzn2023", "rhel9": "5.14.0-284.11.1.el9_2", "rocky9": "5.14.0-284.11.1.el9_2"}
_USUAL_KERNEL = "5.15.0-1011-aws"


def facts(node: Node) -> Steps:
    """Reads only."""
    yield 2.0
    disk = disk_of(node.account, node.host)
    told = {
        "boot_id": node.life.boot_id,
        "kernel": _kernel(node, disk),
        "free_bytes": _free(node),
        "package_manager_locked": bool(node.scenario.locked or node.life.package_lock),
        "packages": _versions(disk, [each for given in node.parameters.values() for each in given if each]),
        "last_transaction_id": None if uses_apt(node.host) else disk.transactions[-1].id,
    }
    return Outcome(0, stdout=f"{json.dumps(told, sort_keys=True)}\n")


def _kernel(node: Node, disk: Disk) -> str:
    """What `uname -r` says: the kernel that was there at the last boot."""
    for item in disk.items.values():
        if is_kernel(item) and (version := in_effect(item, node.life.boot_id)):
            return f"{version.rpartition(':')[2]}.{item.kb.rpartition('.')[2]}"
    return _KERNELS.get(node.host.system, _USUAL_KERNEL)


def _free(node: Node) -> Mapping[str, int]:
    part = 0.5 + stable_fraction(f"free/{node.host.id}")
    free = {path: int(size * part) * _MIB for path, size in _FREE_MIB.items()}
    return {**free, "/var": _FULL_MIB * _MIB} if node.scenario.disk_full else free


def _versions(disk: Disk, asked: list[str]) -> Mapping[str, str | None]:
    """The installed version by the name that was asked for; None for what is not installed."""
    return {name: _version(disk.items.get(name) or _named(disk, name)) for name in asked}


def _named(disk: Disk, name: str) -> Item | None:
    return next((item for item in disk.items.values() if item.name == name), None)


def _version(item: Item | None) -> str | None:
    return item.installed if item and item.installed else None
