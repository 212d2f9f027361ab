"""RegisterTargets and DeregisterTargets."""

from collections.abc import Mapping
from typing import Any

from moto.elbv2.models import FakeTargetGroup

from sandbox.aws.account import Account
from sandbox.aws.elbv2.targets import Key, deregister, group_of, register, targets_of
from sandbox.aws.errors import AwsError
from sandbox.aws.machines import states


def register_targets(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Register running machines; raises AwsError when one does not run, and registers none then."""
    group = group_of(account, params["TargetGroupArn"])
    keys = [_key(group, each) for each in params["Targets"]]
    known = states(account)
    for target_id, _ in keys:
        if target_id not in known:
            raise AwsError("InvalidTarget", f"Instance ID '{target_id}' is not valid")
    idle = [target_id for target_id, _ in keys if known[target_id] != "running"]
    if idle:
        listed = ", ".join(f"'{each}'" for each in idle)
        text = f"The following targets are not in a running state and cannot be registered: {listed}"
        raise AwsError("InvalidTarget", text)
    register(account, group, keys)
    return {}


def deregister_targets(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Deregister targets; without a port, a target on every port it is registered with."""
    group = group_of(account, params["TargetGroupArn"])
    registered = targets_of(account, group)
    for each in params["Targets"]:
        wanted = [key for key in registered if key[0] == each["Id"] and each.get("Port", key[1]) == key[1]]
        deregister(account, group, wanted)
    return {}


def _key(group: FakeTargetGroup, target: Mapping[str, Any]) -> Key:
    return target["Id"], int(target.get("Port", group.port))
