"""DescribeTargetHealth: the targets of one group."""

from collections.abc import Mapping
from typing import Any

from moto.elbv2.models import FakeTargetGroup

from sandbox.aws.account import Account
from sandbox.aws.elbv2.health import NOT_REGISTERED, Health, health_of
from sandbox.aws.elbv2.targets import group_of, targets_of
from sandbox.aws.machines import states


def describe_target_health(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The health of the targets asked for, else of all that are registered or being drained."""
    group = group_of(account, params["TargetGroupArn"])
    known = targets_of(account, group)
    state_of = states(account)
    healths = {key: health_of(account, group, each, state_of.get(each.id, "terminated")) for key, each in known.items()}
    wanted = [(each["Id"], int(each.get("Port", group.port))) for each in params.get("Targets", ())] or list(known)
    rows = [_described(group, target_id, port, healths.get((target_id, port))) for target_id, port in wanted]
    return {"TargetHealthDescriptions": rows}


def _described(group: FakeTargetGroup, target_id: str, port: int, health: Health | None) -> Mapping[str, Any]:
    told = health or NOT_REGISTERED
    checked = str(port) if group.health_check_port in (None, "traffic-port") else str(group.health_check_port)
    return {
        "Target": {"Id": target_id, "Port": port},
        "HealthCheckPort": checked,
        "TargetHealth": {
            "State": told.state,
            "Reason": told.reason or None,
            "Description": told.description or None,
        },
    }
