"""The packages on a machine's disk: seeded from what Inspector and Patch Manager tell, then changed by commands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sandbox.aws.account import Account
from sandbox.aws.findings import Host
from sandbox.aws.life import Disk, Item, Life, Transaction
from sandbox.aws.scale import stable_fraction
from sandbox.aws.seed.load import systems
from sandbox.aws.ssm.linux_patches import installed_versions
from sandbox.aws.ssm.patch import Patch, State
from sandbox.aws.ssm.scan import patches_on

_NOT_THERE = ("Missing", "Failed")
_KERNELS = ("kernel", "linux-image")


@dataclass(slots=True)
class SeededDisks:
    """The disks that machines began with, by instance id: Inspector's later findings must not change them."""

    known: dict[str, Disk] = field(default_factory=dict)


def disk_of(account: Account, host: Host) -> Disk:
    """What is on a machine's disk now."""
    return account.life(host.id).disk or seeded_disk(account, host)


def seeded_disk(account: Account, host: Host) -> Disk:
    """What was on it at the start."""
    known = account.state.of(SeededDisks).known
    if host.id not in known:
        known[host.id] = Disk({item.kb: item for item in _items(account, host)}, (_last_transaction(host),))
    return known[host.id]


def is_windows(host: Host) -> bool:
    """Whether it is a machine with updates instead of packages."""
    return systems()[host.system].ssm_type == "Windows"


def uses_apt(host: Host) -> bool:
    """Whether its package manager is apt, which keeps no transactions."""
    return systems()[host.system].ssm_name == "Ubuntu"


def is_kernel(item: Item) -> bool:
    """Whether it has an effect only after a boot."""
    return item.name.startswith(_KERNELS)


def in_effect(item: Item, boot_id: str) -> str:
    """The version that runs: of a kernel, and of an update of Windows, the one that was there at the last boot."""
    waits = is_kernel(item) or item.kb.startswith("KB")
    return item.before if waits and item.boot_id == boot_id else item.installed


def as_patch(item: Item, boot_id: str) -> Patch:
    """How a scan reports a package."""
    state = _state(item, boot_id)
    there = state not in _NOT_THERE
    version = item.installed if there else item.available
    title = item.available if item.kb.startswith("KB") else f"{item.kb}:{version}"
    return Patch(
        kb=item.kb,
        title=title,
        state=state,
        classification=item.classification,
        severity=item.severity,
        installed=item.installed_at if there else None,
        cves=() if there else item.cves,
    )


def _state(item: Item, boot_id: str) -> State:
    if not item.current:
        return "Failed" if item.failed else "Missing"
    if item.rejected:
        return "InstalledRejected"
    # Whatever was installed without a reboot waits for one, whether it needs one or not.
    # https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstancePatchState.html
    if item.boot_id == boot_id:
        return "InstalledPendingReboot"
    return "Installed" if item.known else "InstalledOther"


def _items(account: Account, host: Host) -> Iterator[Item]:
    findings = account.findings.by_host.get(host.id, [])
    versions: Mapping[str, str] = {} if is_windows(host) else installed_versions(host, findings)
    for patch in patches_on(account, host):
        yield _item(host, patch, versions)


def _item(host: Host, patch: Patch, versions: Mapping[str, str]) -> Item:
    windows = patch.kb.startswith("KB")
    available = patch.title if windows else patch.title.partition(":")[2]
    there = patch.state not in _NOT_THERE
    older = "" if windows else versions.get(patch.kb, "")
    return Item(
        kb=patch.kb,
        name=patch.kb.rpartition(".")[0] or patch.kb,
        installed=available if there else older,
        available=available,
        known=patch.state != "InstalledOther",
        classification=patch.classification,
        severity=patch.severity,
        cves=patch.cves,
        installed_at=patch.installed,
        boot_id=Life(host.id).boot_id if patch.state == "InstalledPendingReboot" else "",
        failed=patch.state == "Failed",
        rejected=patch.state == "InstalledRejected",
        before=older if patch.state == "InstalledPendingReboot" else "",
    )


def _last_transaction(host: Host) -> Transaction:
    return Transaction(20 + int(60 * stable_fraction(f"transaction/{host.id}")), {})
