"""GetResourceConfigHistory: what security groups and machines looked like, by the account's own events."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.ec2.models import ec2_backends

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.event import GROUP, INSTANCE, Event
from sandbox.aws.cloudtrail.happenings import history_of
from sandbox.aws.errors import AwsError
from sandbox.aws.seed.load import network

_DEFAULT_PAGE = 10
_LATE = timedelta(seconds=70)  # from a change to the item that records it
_BEGUN = timedelta(days=200)
_OPENS, _CLOSES = "AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"


def get_resource_config_history(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """A page of a resource's items, newest first unless asked otherwise."""
    if not account.enabled:
        message = "There is no configuration recorder available to provide the role to describe your resources."
        raise AwsError("NoAvailableConfigurationRecorderException", message)
    items = list(_items(account, params["resourceType"], params["resourceId"]))
    if not items:
        message = f"Resource {params['resourceId']} of resourceType:{params['resourceType']} is unknown"
        raise AwsError("ResourceNotDiscoveredException", message)
    begin, end = params.get("earlierTime", 0), params.get("laterTime", datetime.now(UTC).timestamp())
    if begin > end:
        raise AwsError("InvalidTimeRangeException", "The earlier time is later than the later time.")
    found = [each for each in items if begin <= each["configurationItemCaptureTime"].timestamp() <= end]
    if params.get("chronologicalOrder") != "Forward":
        found.reverse()
    key = paging.query_key({"operation": "GetResourceConfigHistory", **params, "limit": 0})
    try:
        place = paging.read(params.get("nextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidNextTokenException", "The next token is invalid") from error
    shown, following = paging.cut(found, place, params.get("limit") or _DEFAULT_PAGE)
    rest = {"nextToken": paging.token(following, key)} if following else {}
    return {"configurationItems": list(shown), **rest}


def _items(account: Account, kind: str, name: str) -> Iterator[dict[str, Any]]:
    """Oldest first."""
    if kind == INSTANCE and name in account.hosts:
        host = account.hosts[name]
        told = {"instanceId": host.id, "imageId": host.image, "subnetId": host.subnet, "vpcId": host.vpc}
        groups = [{"groupId": each} for each in host.groups]
        yield _item(account, kind, name, host.launched + _LATE, {**told, "securityGroups": groups}, ())
    if kind == GROUP:
        yield from _group_items(account, name)


def _group_items(account: Account, group_id: str) -> Iterator[dict[str, Any]]:
    events = [each for each in history_of(account) if (GROUP, group_id) in each.resources and not each.error]
    changes = sorted((each for each in events if each.name in (_OPENS, _CLOSES)), key=lambda each: each.at)
    named = next((each for each in network().security_group if each.name in _names(account, group_id)), None)
    if named is None:
        return
    permissions = [_permission(rule.port, rule.cidr) for rule in named.rules]
    told = {"groupId": group_id, "groupName": named.name, "description": named.description, "ipPermissionsEgress": []}
    yield _item(account, GROUP, group_id, account.started - _BEGUN, {**told, "ipPermissions": permissions}, ())
    for change in changes:
        permissions = list(_after(permissions, change))
        yield _item(account, GROUP, group_id, change.at + _LATE, {**told, "ipPermissions": permissions}, (change.id,))


def _after(permissions: list[Mapping[str, Any]], change: Event) -> Iterator[Mapping[str, Any]]:
    named = [
        {
            "ipProtocol": each["ipProtocol"],
            "fromPort": each["fromPort"],
            "toPort": each["toPort"],
            "ipv4Ranges": each["ipRanges"].get("items", []),
            "ipv6Ranges": each["ipv6Ranges"].get("items", []),
        }
        for each in change.request["ipPermissions"]["items"]
    ]
    yield from (each for each in permissions if each not in named)
    if change.name == _OPENS:
        yield from named


def _names(account: Account, group_id: str) -> Iterator[str]:
    for kept in ec2_backends[account.id][account.region].groups.values():
        if group_id in kept:
            yield str(kept[group_id].name)


def _permission(port: int, cidr: str) -> Mapping[str, Any]:
    ranges = {"ipv4Ranges": [{"cidrIp": cidr}], "ipv6Ranges": []}
    return {"ipProtocol": "tcp", "fromPort": port, "toPort": port, **ranges}


def _item(
    account: Account, kind: str, name: str, at: datetime, told: Mapping[str, Any], events: tuple[str, ...]
) -> dict[str, Any]:
    arn = f"arn:aws:ec2:{account.region}:{account.id}:{'instance' if kind == INSTANCE else 'security-group'}/{name}"
    return {
        "version": "1.3",
        "accountId": account.id,
        "configurationItemCaptureTime": at,
        "configurationItemStatus": "OK" if events else "ResourceDiscovered",
        "configurationStateId": str(int(at.timestamp() * 1000)),
        "arn": arn,
        "resourceType": kind,
        "resourceId": name,
        "awsRegion": account.region,
        "tags": {},
        "relatedEvents": list(events),
        "relationships": [],
        "configuration": json.dumps(told),
        "supplementaryConfiguration": {},
    }
