"""DescribeInstancePatches: the patches of one machine."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.machines import states
from sandbox.aws.ssm.pages import page
from sandbox.aws.ssm.patch import Patch
from sandbox.aws.ssm.scan import last_scan

_DEFAULT_PAGE = 50
# What stands there while a patch is not installed, by the example of the documentation.
_NEVER = datetime.fromtimestamp(0, UTC)
_VALUES: Mapping[str, Callable[[Patch], str]] = {
    "Classification": lambda patch: patch.classification,
    "KBId": lambda patch: patch.kb,
    "Severity": lambda patch: patch.severity,
    "State": lambda patch: patch.state,
}


def describe_instance_patches(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The patches that every filter accepts; none where a managed machine was never scanned."""
    host = account.hosts.get(params["InstanceId"])
    if host is None or not host.ssm or states(account).get(host.id, "terminated") == "terminated":
        raise AwsError("InvalidInstanceId", f"Instance {params['InstanceId']} is not a managed instance")
    wanted = _wanted(params.get("Filters") or ())
    scan = last_scan(account, host)
    found = [patch for patch in scan.patches if _accepted(patch, wanted)] if scan else []
    shown, rest = page(found, "DescribeInstancePatches", params, _DEFAULT_PAGE)
    return {"Patches": [_told(patch) for patch in shown], **rest}


def _wanted(filters: Sequence[Mapping[str, Any]]) -> list[tuple[str, Sequence[str]]]:
    wanted = [(each.get("Key", ""), each.get("Values") or ()) for each in filters]
    for key, values in wanted:
        if key not in _VALUES or not values:
            raise AwsError("InvalidFilter", f"The filter {key or 'without a key'} is not valid")
    return wanted


def _accepted(patch: Patch, wanted: Sequence[tuple[str, Sequence[str]]]) -> bool:
    return all(_VALUES[key](patch) in values for key, values in wanted)


def _told(patch: Patch) -> Mapping[str, Any]:
    told = {
        "Title": patch.title,
        "KBId": patch.kb,
        "Classification": patch.classification,
        "Severity": patch.severity,
        "State": patch.state,
        "InstalledTime": patch.installed or _NEVER,
    }
    return {**told, "CVEIds": ",".join(patch.cves)} if patch.cves else told
