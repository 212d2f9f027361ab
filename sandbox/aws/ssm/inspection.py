"""Lets Inspector see what is installed: findings close, or come back, some time after an inventory.

https://docs.aws.amazon.com/inspector/latest/user/scanning-ec2.html
"""

from dataclasses import replace

from sandbox.aws.account import Account
from sandbox.aws.findings import Finding, Host
from sandbox.aws.life import Item
from sandbox.aws.ssm.disk import disk_of, in_effect, is_windows

_INSPECTOR_S = 120.0


def inspect_later(account: Account, host: Host) -> None:
    """Have Inspector judge by the packages that are there now, when it gets to it."""
    life = account.life(host.id)
    if life.disk is None or host.coverage != "SUCCESSFUL":
        return
    seen = {item.kb: in_effect(item, life.boot_id) == item.available for item in life.disk.items.values()}
    account.timeline.after(_INSPECTOR_S, lambda: _inspect(account, host, seen))


def _inspect(account: Account, host: Host, current: dict[str, bool]) -> None:
    now = account.timeline.now().timestamp()
    items = list(disk_of(account, host).items.values())
    changed = []
    for finding in account.findings.by_host.get(host.id, ()):
        status = _status(finding, host, items, current)
        if status and status != finding.status:
            changed.append(replace(finding, status=status, last_at=now, updated_at=now))
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
