"""DescribeInstanceInformation: the machines that Systems Manager manages."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.findings import Host
from sandbox.aws.machines import states
from sandbox.aws.scale import stable_fraction
from sandbox.aws.seed.load import systems
from sandbox.aws.seed.patches import story
from sandbox.aws.ssm.pages import page
from sandbox.aws.ssm.reach import answers

_DEFAULT_PAGE = 10
_PING_EVERY = timedelta(minutes=5)
_ASSOCIATION_EVERY = timedelta(minutes=30)
_AGENT = "3.3.551.0"
_MANAGED = "AWS::EC2::Instance"
_NONE: tuple[str, ...] = ()


def describe_instance_information(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The managed nodes that match every filter, by instance id."""
    wanted = _wanted(params)
    _check_ids(account, wanted)
    nodes = sorted(_nodes(account), key=lambda node: node.host.id)
    found = [node for node in nodes if all(_accepts(node, key, values) for key, values in wanted)]
    shown, rest = page(found, "DescribeInstanceInformation", params, _DEFAULT_PAGE)
    return {"InstanceInformationList": [_information(node) for node in shown], **rest}


@dataclass(frozen=True, slots=True)
class Node:
    """A host that SSM manages."""

    host: Host
    ping: str
    last_ping: datetime


def _nodes(account: Account) -> Iterator[Node]:
    state_of = states(account)
    for host in account.hosts.values():
        state = state_of.get(host.id, "terminated")
        if not host.ssm:
            continue
        lost_h = story(host.name).lost_h
        if state == "running" and lost_h is not None and not account.life(host.id).boots:
            yield Node(host, "ConnectionLost", max(account.started - timedelta(hours=lost_h), host.launched))
        elif state == "running" and not answers(account, host, state_of):
            yield Node(host, "ConnectionLost", account.timeline.now() - account.timeline.span(60))
        elif state == "running":
            ago = _PING_EVERY * stable_fraction(f"ping/{host.id}")
            yield Node(host, "Online", datetime.now(UTC) - ago)
        elif state != "terminated":
            yield Node(host, "ConnectionLost", account.started)


def _wanted(params: Mapping[str, Any]) -> list[tuple[str, Sequence[str]]]:
    old, new = params.get("InstanceInformationFilterList", ()), params.get("Filters", ())
    if old and new:
        raise AwsError("ValidationException", "Use either Filters or InstanceInformationFilterList, not both")
    wanted = [(one["key"], one["valueSet"]) for one in old] + [(one["Key"], one["Values"]) for one in new]
    for key, values in wanted:
        _check_filter(key, values)
    return wanted


def _check_filter(key: str, values: Sequence[str]) -> None:
    if not key.startswith("tag:") and key not in _VALUES:
        raise AwsError("InvalidFilterKey", f"The filter key {key} is not valid")
    allowed = _ALLOWED.get(key)
    if allowed and not set(values) <= allowed:
        raise AwsError("InvalidInstanceInformationFilterValue", f"A value of the filter {key} is not valid")


def _check_ids(account: Account, wanted: Sequence[tuple[str, Sequence[str]]]) -> None:
    known = states(account)
    for key, values in wanted:
        unknown = [one for one in values if one not in known] if key == "InstanceIds" else []
        if unknown:
            message = f"Instances [[{', '.join(unknown)}]] not in a valid state for account {account.id}"
            raise AwsError("InvalidInstanceId", message)


_VALUES: Mapping[str, Callable[[Node], Collection[str]]] = {
    "ActivationIds": lambda _: _NONE,
    "AgentVersion": lambda _: (_AGENT,),
    "AssociationStatus": lambda _: ("Success",),
    "IamRole": lambda _: _NONE,
    "InstanceIds": lambda node: (node.host.id,),
    "PingStatus": lambda node: (node.ping,),
    "PlatformTypes": lambda node: (systems()[node.host.system].ssm_type,),
    "ResourceType": lambda _: ("EC2Instance",),
    "SourceIds": lambda node: (node.host.id,),
    "SourceTypes": lambda _: (_MANAGED,),
    "tag-key": lambda node: node.host.tags.keys(),
}
_ALLOWED = {
    "AssociationStatus": {"Success", "Pending", "Failed"},
    "PingStatus": {"Online", "ConnectionLost", "Inactive"},
    "PlatformTypes": {"Windows", "Linux", "MacOS"},
    "ResourceType": {"EC2Instance", "ManagedInstance"},
    "SourceTypes": {_MANAGED, "AWS::SSM::ManagedInstance", "AWS::IoT::Thing"},
}


def _accepts(node: Node, key: str, values: Sequence[str]) -> bool:
    if key.startswith("tag:"):
        return node.host.tags.get(key.removeprefix("tag:")) in values
    return any(value in values for value in _VALUES[key](node))


def _information(node: Node) -> Mapping[str, Any]:
    host = node.host
    system = systems()[host.system]
    association = node.last_ping - _ASSOCIATION_EVERY * stable_fraction(f"association/{host.id}")
    counts = {"InstanceAssociationStatusAggregatedCount": {"Success": 3}, "DetailedStatus": "Success"}
    return {
        "InstanceId": host.id,
        "PingStatus": node.ping,
        "LastPingDateTime": node.last_ping,
        "AgentVersion": _AGENT,
        "IsLatestVersion": True,
        "PlatformType": system.ssm_type,
        "PlatformName": system.ssm_name,
        "PlatformVersion": system.ssm_version,
        "ResourceType": "EC2Instance",
        "IPAddress": host.private_ip,
        "ComputerName": f"{host.name}.sandbox.internal",
        "RegistrationDate": host.launched,
        "AssociationStatus": "Success",
        "LastAssociationExecutionDate": association,
        "LastSuccessfulAssociationExecutionDate": association,
        "AssociationOverview": counts,
        "SourceId": host.id,
        "SourceType": _MANAGED,
    }
