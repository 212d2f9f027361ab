"""What Patch Manager last found on a machine."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.aws.account import Account
from sandbox.aws.findings import Host
from sandbox.aws.scale import stable_fraction, stable_uuid
from sandbox.aws.seed.load import systems
from sandbox.aws.seed.patches import patches, story
from sandbox.aws.ssm.linux_patches import linux_patches
from sandbox.aws.ssm.patch import NON_COMPLIANT, Patch, State
from sandbox.aws.ssm.windows_patches import windows_patches


@dataclass(frozen=True, slots=True)
class Scan:
    """One operation of Patch Manager and the patches it reported; `no_reboot_at` is the last one that left it out."""

    host: Host
    operation: str
    began: datetime
    ended: datetime
    patches: tuple[Patch, ...]
    snapshot: str
    reboot: str = ""
    override: str = ""
    no_reboot_at: datetime | None = None

    def count(self, state: State) -> int:
        """How many patches are in a state."""
        return sum(patch.state == state for patch in self.patches)

    def non_compliant(self) -> Iterator[Patch]:
        """The patches that break the baseline."""
        return (patch for patch in self.patches if patch.state in NON_COMPLIANT)


@dataclass(slots=True)
class Scans:
    """The latest operation on each machine since the start, by instance id."""

    latest: dict[str, Scan] = field(default_factory=dict)


def last_scan(account: Account, host: Host) -> Scan | None:
    """The latest operation on a machine; None where SSM does not manage it, or nobody ever scanned."""
    reported = account.state.of(Scans).latest.get(host.id)
    if reported is not None:
        return reported
    times = scan_times(account, host)
    if times is None:
        return None
    found: Scan = account.findings.remembered.get(("scan", host.id), lambda: _seeded(account, host, *times))
    return found


def scan_times(account: Account, host: Host) -> tuple[datetime, datetime] | None:
    """When the latest operation of the seed began and ended; None where there was none."""
    hours = story(host.name).scanned_h
    if hours is None or not host.ssm:
        return None
    ended = max(account.started - timedelta(hours=hours), host.launched + timedelta(hours=1))
    return ended - timedelta(seconds=30 + int(150 * stable_fraction(f"scan/{host.id}"))), ended


def patches_on(account: Account, host: Host) -> tuple[Patch, ...]:
    """The patches of the seed, as the seed's last operation saw them; by the start where there was none."""
    told, findings = story(host.name), account.findings.by_host.get(host.id, [])
    times = scan_times(account, host)
    ended = times[1] if times else account.started
    if systems()[host.system].ssm_type == "Windows":
        found = windows_patches(patches().windows, told, findings, ended)
    else:
        found = linux_patches(host, told, findings, ended)
    return tuple(sorted(found, key=lambda patch: patch.kb))


def _seeded(account: Account, host: Host, began: datetime, ended: datetime) -> Scan:
    told = story(host.name)
    return Scan(
        host,
        told.operation,
        began,
        ended,
        patches_on(account, host),
        snapshot=stable_uuid(f"snapshot/{host.id}"),
        reboot=told.reboot,
        override=told.override,
        no_reboot_at=ended if told.reboot == "NoReboot" else None,
    )
