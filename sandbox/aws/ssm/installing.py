"""Changes what is on a disk: installs packages in a transaction, and takes exactly one transaction back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sandbox.aws.life import Disk, Item, Transaction


def installed(disk: Disk, items: Sequence[Item], boot_id: str, at: datetime) -> Disk:
    """The disk after these packages are at their newest; as it is where there are none."""
    if not items:
        return disk
    changes = {item.kb: (item.installed, item.available) for item in items}
    new = {item.kb: _updated(item, boot_id, at) for item in items}
    return _committed(disk, new, Transaction(_following(disk), changes))


def failed(disk: Disk, items: Sequence[Item]) -> Disk:
    """The disk after these could not be installed: the next scan tells that they were tried."""
    return replace(disk, items={**disk.items, **{item.kb: replace(item, failed=True) for item in items}})


def undone(disk: Disk, transaction: Transaction, at: datetime) -> Disk:
    """The disk after the packages of one transaction are what they were before it."""
    old = {
        kb: replace(disk.items[kb], installed=before, installed_at=at, boot_id="", before="")
        for kb, (before, _) in transaction.changes.items()
    }
    changes = {kb: (after, before) for kb, (before, after) in transaction.changes.items()}
    return _committed(disk, old, Transaction(_following(disk), changes, undoes=transaction.id))


def _updated(item: Item, boot_id: str, at: datetime) -> Item:
    # A second kernel before a boot: what runs is still the one from before the first.
    before = item.before if item.boot_id == boot_id else item.installed
    return replace(
        item, installed=item.available, installed_at=at, boot_id=boot_id, before=before, failed=False, rejected=False
    )


def _committed(disk: Disk, changed: Mapping[str, Item], transaction: Transaction) -> Disk:
    return Disk({**disk.items, **changed}, (*disk.transactions, transaction))


def _following(disk: Disk) -> int:
    return disk.transactions[-1].id + 1
