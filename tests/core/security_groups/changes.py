"""Calls about security groups as CloudTrail writes them, with what a test says about the rule."""

from collections.abc import Sequence
from typing import Any

ACCOUNT = "210987654321"
GROUP = "sg-00aa11bb22cc33dd4"


def permission(
    *cidrs: str,
    port: object = 22,
    to: object = None,
    protocol: object = "tcp",
    groups: Sequence[object] = (),
    lists: tuple[str, ...] = (),
) -> dict[str, Any]:
    """One of `ipPermissions`, its lists wrapped in `items`."""
    four: list[object] = [{"cidrIp": cidr} for cidr in cidrs if ":" not in cidr]
    six: list[object] = [{"cidrIpv6": cidr} for cidr in cidrs if ":" in cidr]
    return {
        "ipProtocol": protocol,
        "fromPort": port,
        "toPort": port if to is None else to,
        "groups": {"items": list(groups)},
        "ipRanges": {"items": four},
        "ipv6Ranges": {"items": six} if six else {},
        "prefixListIds": {"items": [{"prefixListId": one} for one in lists]},
    }


def call(name: str, request: object, **more: object) -> dict[str, Any]:
    """An event of EC2."""
    return {
        "eventSource": "ec2.amazonaws.com",
        "eventName": name,
        "recipientAccountId": ACCOUNT,
        "requestParameters": request,
        "responseElements": {"_return": True},
    } | more


def ingress(*permissions: object, group: str = "", **more: object) -> dict[str, Any]:
    """Rules given to a group."""
    named = {"groupName": group} if group else {"groupId": GROUP}
    return call("AuthorizeSecurityGroupIngress", {**named, "ipPermissions": {"items": list(permissions)}}) | more


def egress(*permissions: object) -> dict[str, Any]:
    """The same for what leaves."""
    return ingress(*permissions, eventName="AuthorizeSecurityGroupEgress")
