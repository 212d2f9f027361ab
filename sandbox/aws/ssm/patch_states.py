"""DescribeInstancePatchStates: how many patches are in which state on each machine."""

from collections.abc import Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.machines import states
from sandbox.aws.scale import stable_fraction, stable_hex
from sandbox.aws.ssm.pages import page
from sandbox.aws.ssm.scan import Scan, last_scan

_DEFAULT_PAGE = 50
_SECURITY = ("Security", "SecurityUpdates")


def describe_instance_patch_states(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The machines asked for that were ever scanned; unknown, unmanaged and never scanned ones are just not there."""
    alive = {each for each, state in states(account).items() if state != "terminated"}
    asked = [account.hosts[each] for each in dict.fromkeys(params["InstanceIds"]) if each in account.hosts]
    scans = [scan for host in asked if host.id in alive and (scan := last_scan(account, host))]
    shown, rest = page(scans, "DescribeInstancePatchStates", params, _DEFAULT_PAGE)
    return {"InstancePatchStates": [_state(scan) for scan in shown], **rest}


def _state(scan: Scan) -> Mapping[str, Any]:
    host = scan.host
    told: dict[str, Any] = {
        "InstanceId": host.id,
        "PatchGroup": host.tags.get("PatchGroup", host.tags.get("Patch Group", "")),
        "BaselineId": baseline(host.system),
        "SnapshotId": scan.snapshot,
        **_counts(scan),
        "OperationStartTime": scan.began,
        "OperationEndTime": scan.ended,
        "Operation": scan.operation,
    }
    if scan.override:
        told["InstallOverrideList"] = scan.override
    if scan.reboot:
        told["RebootOption"] = scan.reboot
    if scan.no_reboot_at:
        told["LastNoRebootInstallOperationTime"] = scan.no_reboot_at
    return told


def _counts(scan: Scan) -> Mapping[str, int]:
    broken = list(scan.non_compliant())
    critical = sum(patch.severity == "Critical" for patch in broken)
    security = sum(patch.classification in _SECURITY and patch.severity != "Critical" for patch in broken)
    return {
        "InstalledCount": scan.count("Installed"),
        "InstalledOtherCount": scan.count("InstalledOther"),
        "InstalledPendingRebootCount": scan.count("InstalledPendingReboot"),
        "InstalledRejectedCount": scan.count("InstalledRejected"),
        "MissingCount": scan.count("Missing"),
        "FailedCount": scan.count("Failed"),
        # Counted by AWS too, but not listed by DescribeInstancePatches beyond a size it does not publish.
        "NotApplicableCount": 400 + int(900 * stable_fraction(f"baseline/{scan.host.system}")),
        "UnreportedNotApplicableCount": 0,
        "AvailableSecurityUpdateCount": 0,
        "CriticalNonCompliantCount": critical,
        "SecurityNonCompliantCount": security,
        "OtherNonCompliantCount": len(broken) - critical - security,
    }


def baseline(system: str) -> str:
    """The id of the patch baseline of an operating system."""
    return f"pb-0{stable_hex(f'baseline/{system}', 16)}"
