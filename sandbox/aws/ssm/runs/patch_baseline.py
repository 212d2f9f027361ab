"""AWS-RunPatchBaseline: scans, or installs what the override list names; without a list, what the baseline approves."""

from collections.abc import Sequence
from datetime import datetime

from sandbox.aws.ec2.boot import boot
from sandbox.aws.ec2.found import machine_of
from sandbox.aws.life import Item
from sandbox.aws.seed.patches import patches
from sandbox.aws.ssm.disk import as_patch, disk_of, is_windows, uses_apt
from sandbox.aws.ssm.installing import failed, installed
from sandbox.aws.ssm.override_list import UnreadableError, matching, override_list
from sandbox.aws.ssm.runs.run import Node, Outcome, Steps
from sandbox.aws.ssm.scan import Scan, Scans

_SCAN_S, _BEFORE_S, _EACH_S, _AFTER_S = 20.0, 15.0, 4.0, 6.0
# https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html
_VAR_FULL, _NO_PAYLOAD = 152, 156
# https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-reboot.html
_LINUX_REBOOT, _WINDOWS_REBOOT = 194, 3010


def patch_baseline(node: Node) -> Steps:
    """Scan or install; both report the state of every patch."""
    began = node.account.timeline.now()
    if node.value("InstallOverrideList") and node.value("BaselineOverride"):
        yield 1.0
        return Outcome(1, stderr="InstallOverrideList and BaselineOverride cannot be used together.\n")
    refusal = _refusal(node)
    if refusal:
        yield 3.0
        return refusal
    if node.value("Operation") == "Scan":
        yield _SCAN_S
        node.account.effects.add("scan", node.host.id)
    else:
        outcome = yield from _install(node)
        if outcome.code:
            _report(node, began)
            return outcome
    scan = _report(node, began)
    return Outcome(0, stdout=_summary(scan))


def _refusal(node: Node) -> Outcome | None:
    """What keeps the script from beginning."""
    scenario = node.scenario
    if scenario.payload_unreachable:
        return Outcome(_NO_PAYLOAD, stderr="Unable to download the payload from S3.\n")
    if scenario.disk_full:
        if is_windows(node.host):
            return Outcome(1, stderr="There is not enough space on the disk.\n")
        return Outcome(_VAR_FULL, stderr="There is no space left on /var.\n")
    return None


def _install(node: Node) -> Steps:
    """Install in one transaction, and reboot where that was asked for and anything was installed."""
    try:
        chosen = _chosen(node)
    except UnreadableError as error:
        yield 2.0
        return Outcome(1, stderr=f"{error}\n")
    if node.life.package_lock or node.scenario.locked:
        yield 5.0
        return Outcome(1, stderr="Another process holds the lock of the package manager.\n")
    node.life.package_lock = node.command_id
    try:
        yield _seconds(node, chosen)
        problem = _problem(node, chosen)
        _commit(node, chosen, broken=bool(problem))
        yield _AFTER_S
    finally:
        node.life.package_lock = ""
    if problem:
        return problem
    if node.scenario.exit_code == _reboots(node) or (chosen and node.value("RebootOption") == "RebootIfNeeded"):
        yield from _reboot(node)
    return Outcome(0)


def _reboots(node: Node) -> int:
    """The exit code by which a script has the agent restart the machine."""
    return _WINDOWS_REBOOT if is_windows(node.host) else _LINUX_REBOOT


def _chosen(node: Node) -> list[Item]:
    """The packages that are out of date, and are named by the list or approved by the baseline."""
    items = disk_of(node.account, node.host).items
    url = node.value("InstallOverrideList")
    if url:
        return [item for item in matching(items, override_list(node.account, url)) if not item.current]
    return [item for item in items.values() if item.known and not item.current]


def _seconds(node: Node, chosen: Sequence[Item]) -> float:
    given = node.scenario.install_s
    return _BEFORE_S + _EACH_S * len(chosen) if given is None else given


def _problem(node: Node, chosen: Sequence[Item]) -> Outcome | None:
    """Why the package manager gives up; it then installs none of them."""
    code = node.scenario.exit_code
    if code and code != _reboots(node):
        names = ", ".join(item.name for item in chosen) or "nothing"
        return Outcome(code, stderr=f"The following packages failed to install: {names}\n")
    missing = _unmet(node, chosen) if uses_apt(node.host) else ""
    if missing:
        return Outcome(1, stderr=f"The following packages have unmet dependencies:\n {missing}\n")
    return None


def _unmet(node: Node, chosen: Sequence[Item]) -> str:
    """Apt takes only what the list names, and a package that is newer needs others that are as new."""
    items = {item.name: item for item in disk_of(node.account, node.host).items.values()}
    names = {item.name for item in chosen}
    for item in chosen:
        for needed in patches().depends.get(item.name, ()):
            if needed in items and needed not in names and not items[needed].current:
                return f"{item.name} : Depends: {needed} (= {items[needed].available})"
    return ""


def _commit(node: Node, chosen: Sequence[Item], *, broken: bool) -> None:
    """The moment in which the disk changes: what comes later can be lost, this cannot."""
    account, life = node.account, node.life
    disk = disk_of(account, node.host)
    if broken:
        life.disk = failed(disk, chosen)
        return
    life.disk = installed(disk, chosen, life.boot_id, account.timeline.now())
    account.effects.add("install", node.host.id)
    for item in chosen:
        account.effects.add("package", f"{node.host.id}/{item.kb}")
    spared = not (chosen and node.scenario.breaks_service)
    life.serve(account.timeline.now(), works=life.serving and spared)
    life.agent_lost = node.scenario.agent_lost


def _reboot(node: Node) -> Steps:
    boot(node.account, machine_of(node.account, node.host.id))
    yield _AFTER_S
    return Outcome(0)


def _report(node: Node, began: datetime) -> Scan:
    """Tell Patch Manager how every patch stands; the report before it is gone."""
    account, host = node.account, node.host
    now = account.timeline.now()
    disk = node.life.disk or disk_of(account, host)
    kept = account.state.of(Scans).latest
    install = node.value("Operation") == "Install"
    no_reboot = install and node.value("RebootOption") == "NoReboot"
    earlier = kept.get(host.id)
    kept[host.id] = Scan(
        host,
        node.value("Operation"),
        began,
        now,
        tuple(sorted((as_patch(item, node.life.boot_id) for item in disk.items.values()), key=lambda each: each.kb)),
        snapshot=node.value("SnapshotId") or node.command_id,
        reboot=node.value("RebootOption") if install else "",
        override=node.value("InstallOverrideList") if install else "",
        no_reboot_at=now if no_reboot else earlier.no_reboot_at if earlier else None,
    )
    return kept[host.id]


def _summary(scan: Scan) -> str:
    counts = (f"{state}: {scan.count(state)}" for state in ("Installed", "InstalledOther", "InstalledPendingReboot"))
    return f"{scan.operation} of {scan.host.id} is complete.\n{'; '.join(counts)}; Missing: {scan.count('Missing')}\n"
