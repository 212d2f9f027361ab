"""Lets Inspector see what is installed: findings close, or come back, some time after an inventory.

https://docs.aws.amazon.com/inspector/latest/user/scanning-ec2.html
"""

from dataclasses import dataclass, field, replace

from sandbox.aws.account import Account
from sandbox.aws.findings import Finding, Host
from sandbox.aws.life import Disk, Item
from sandbox.aws.ssm.disk import disk_of, in_effect, is_windows

_INSPECTOR_S = 120.0


@dataclass(slots=True)
class Inspected:
    """What Inspector last judged each machine by, so that it does so once, and the findings that it closed for it."""

    known: dict[str, tuple[Disk, int]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)


def inspect_later(account: Account, host: Host) -> None:
    """Have Inspector judge by the packages that are there now, when it gets to it."""
    life, known = account.life(host.id), account.state.of(Inspected).known
    disk = disk_of(account, host)
    if host.coverage != "SUCCESSFUL" or known.get(host.id) == (disk, life.boots):
        return
    known[host.id] = (disk, life.boots)
    seen = {item.kb: in_effect(item, life.boot_id) == item.available for item in disk.items.values()}
    account.timeline.after(_INSPECTOR_S, lambda: _inspect(account, host, seen))


def _inspect(account: Account, host: Host, current: dict[str, bool]) -> None:
    now = account.timeline.now().timestamp()
    items = list(disk_of(account, host).items.values())
    closed = account.state.of(Inspected).closed
    changed = []
    for finding in account.findings.by_host.get(host.id, ()):
        status = _status(finding, host, items, current)
        # What the seed has closed was fixed by an older version, and stays so.
        if status and status != finding.status and (finding.status == "ACTIVE" or finding.arn in closed):
            changed.append(replace(finding, status=status, last_at=now, updated_at=now))
    closed.symmetric_difference_update(each.arn for each in changed)
    account.findings.change(changed)


def _status(finding: Finding, host: Host, items: list[Item], current: dict[str, bool]) -> str:
    """What the finding is by now; empty where no package of the system decides it."""
    if finding.status == "SUPPRESSED" or finding.issue.vulnerability is None:
        return ""
    wanted = _fixing(finding, host, items)
    if not wanted:
        return ""
    return "CLOSED" if all(current.get(kb, False) for kb in wanted) else "ACTIVE"


def _fixing(finding: Finding, host: Host, items: list[Item]) -> list[str]:
    """The packages, or the updates of Windows, that have to be there."""
    if is_windows(host):
        vulnerability = finding.issue.vulnerability
        return [item.kb for item in items if vulnerability and vulnerability.id in item.cves]
    if any(package.manager != "OS" or not package.fixed for package in finding.issue.packages):
        return []
    names = {package.name for package in finding.issue.packages}
    return [item.kb for item in items if item.name in names]
