"""Fills in what AWS Config recorded about a change that CloudTrail told: how the thing was, and how controls stand."""

from collections.abc import Mapping
from datetime import timedelta

from core.drift.answer import Area, ConfigChange, ControlState
from core.drift.items import judge_item
from core.resource_history import ConfigurationItem, ResourceHistory

# Config writes an item within minutes of a change.
_LATEST = timedelta(minutes=30)
_KINDS_BY_PREFIX = {
    "acl-": "AWS::EC2::NetworkAcl",
    "i-": "AWS::EC2::Instance",
    "igw-": "AWS::EC2::InternetGateway",
    "rtb-": "AWS::EC2::RouteTable",
    "sg-": "AWS::EC2::SecurityGroup",
    "subnet-": "AWS::EC2::Subnet",
    "vol-": "AWS::EC2::Volume",
    "vpc-": "AWS::EC2::VPC",
}


def kind_of(change: ConfigChange) -> str:
    """The kind by which AWS Config knows the changed thing; empty where it cannot be asked about it by this name."""
    prefixed = next((kind for prefix, kind in _KINDS_BY_PREFIX.items() if change.resource.startswith(prefix)), "")
    if prefixed or not change.resource:
        return prefixed
    if change.area is Area.STORAGE and "Object" not in change.event_name and "Account" not in change.event_name:
        return "AWS::S3::Bucket"
    return "AWS::Lambda::Function" if "FSBP Lambda.1" in change.controls and ":" not in change.resource else ""


def recorded(change: ConfigChange, history: ResourceHistory) -> ConfigChange:
    """The change with what Config recorded about it; as it is where Config recorded nothing that belongs to it.

    How bad it is stays: that the thing was as bad before makes nobody safe.
    """
    place = _place(change, history.items)
    if place is None:
        return change
    after, before = history.items[place], history.items[place + 1] if place + 1 < len(history.items) else None
    judged = judge_item(_raw(change, history, after), _raw(change, history, before) if before else None)
    if judged is None:
        return change
    concerned = {*change.controls, *judged.controls}
    known = tuple(state for state in judged.compliance if state.control in concerned)
    return change.model_copy(
        update={
            "before": (judged.before if before else "") or change.before,
            "after": judged.after or change.after,
            "controls": tuple(dict.fromkeys((*change.controls, *judged.controls))),
            "compliance": (*_others(change.compliance, known), *known),
        }
    )


def _place(change: ConfigChange, items: tuple[ConfigurationItem, ...]) -> int | None:
    """Where the item that the change led to stands; items come newest first."""
    named = [place for place, item in enumerate(items) if change.event_id and change.event_id in item.events]
    if named or change.at is None:
        return named[0] if named else None
    soon = [place for place, item in enumerate(items) if change.at <= item.at <= change.at + _LATEST]
    return soon[-1] if soon else None


def _raw(change: ConfigChange, history: ResourceHistory, item: ConfigurationItem) -> Mapping[str, object]:
    return {
        "resourceType": history.resource_type,
        "resourceId": change.resource,
        "configurationItemCaptureTime": item.at,
        "configurationItemStatus": item.status,
        "awsAccountId": change.account,
        "awsRegion": change.region,
        "configuration": item.configuration,
        "supplementaryConfiguration": item.more,
    }


def _others(states: tuple[ControlState, ...], known: tuple[ControlState, ...]) -> tuple[ControlState, ...]:
    told = {state.control for state in known}
    return tuple(state for state in states if state.control not in told)
