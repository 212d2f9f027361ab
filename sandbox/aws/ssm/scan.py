"""What Patch Manager last found on a machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.aws.account import Account
from sandbox.aws.findings import Host
from sandbox.aws.scale import stable_fraction
from sandbox.aws.seed.load import systems
from sandbox.aws.seed.patches import Story, patches, story
from sandbox.aws.ssm.linux_patches import linux_patches
from sandbox.aws.ssm.patch import NON_COMPLIANT, Patch, State
from sandbox.aws.ssm.windows_patches import windows_patches


@dataclass(frozen=True, slots=True)
class Scan:
    """One operation of Patch Manager and the patches it reported."""

    host: Host
    story: Story
    began: datetime
    ended: datetime
    patches: tuple[Patch, ...]

    def count(self, state: State) -> int:
        """How many patches are in a state."""
        return sum(patch.state == state for patch in self.patches)

    def non_compliant(self) -> Iterator[Patch]:
        """The patches that break the baseline."""
        return (patch for patch in self.patches if patch.state in NON_COMPLIANT)


def last_scan(account: Account, host: Host) -> Scan | None:
    """The latest operation on a machine; None where SSM does not manage it, or nobody ever scanned."""
    times = scan_times(account, host)
    if times is None:
        return None
    found: Scan = account.findings.remembered.get(("scan", host.id), lambda: _scan(account, host, *times))
    return found


def scan_times(account: Account, host: Host) -> tuple[datetime, datetime] | None:
    """When the latest operation began and ended; None where there was none."""
    hours = story(host.name).scanned_h
    if hours is None or not host.ssm:
        return None
    ended = max(account.started - timedelta(hours=hours), host.launched + timedelta(hours=1))
    return ended - timedelta(seconds=30 + int(150 * stable_fraction(f"scan/{host.id}"))), ended


def _scan(account: Account, host: Host, began: datetime, ended: datetime) -> Scan:
    told = story(host.name)
    findings = account.findings.by_host.get(host.id, [])
    system = systems()[host.system]
    if system.ssm_type == "Windows":
        found = windows_patches(patches().windows, told, findings, ended)
    else:
        found = linux_patches(host, told, findings, ended)
    return Scan(host, told, began, ended, tuple(sorted(found, key=lambda patch: patch.kb)))
