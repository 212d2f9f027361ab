"""Writes down what is changed in the account while the sandbox runs: reading and data events are left out.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.sts.models import sts_backends

from sandbox.aws.account import Account
from sandbox.aws.call import Call
from sandbox.aws.cloudtrail.event import INSTANCE, Event
from sandbox.aws.log import is_reading
from sandbox.aws.seed.history import Who

_TOLD = {"autoscaling", "ec2", "elbv2", "ssm", "sts"}
_SOURCES = {"elbv2": "elasticloadbalancing"}
_READING_TOLD = {"AssumeRole"}
_HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
_KINDS = {"i-": INSTANCE, "snap-": "AWS::EC2::Snapshot", "vol-": "AWS::EC2::Volume"}
_ID = re.compile(r"(i-|snap-|vol-)[0-9a-f]{8,17}")
_LARGEST_ANSWER = 64 * 1024


@dataclass(slots=True)
class Trail:
    """The events since the start, in the order they happened."""

    events: list[Event] = field(default_factory=list)


def write_down(account: Account, call: Call, answer: bytes, address: str, agent: str) -> None:
    """Keep one call that succeeded, if it is of a kind that CloudTrail tells."""
    reading = is_reading(call.operation)
    if call.service not in _TOLD or (reading and call.operation not in _READING_TOLD):
        return
    event = Event(
        at=account.timeline.now().replace(microsecond=0),
        who=_who(account, call, address, agent),
        source=_SOURCES.get(call.service, call.service),
        name=call.operation,
        request=_request(call),
        response=_response(call, answer),
        resources=tuple(_resources(call)),
        read_only=reading,
    )
    account.state.of(Trail).events.append(event)


def _who(account: Account, call: Call, address: str, agent: str) -> Who:
    """The session of a role that moto knows the key of, else the one user of the sandbox."""
    assumed = sts_backends[account.id]["aws"].get_assumed_role_from_access_key(call.access_key)
    if assumed is None:
        return Who(address=address, agent=agent, user="moto")
    role = str(assumed.role_arn).rpartition("/")[2]
    return Who(address=address, agent=agent, role=role, session=str(assumed.session_name))


def _request(call: Call) -> Any:  # noqa: ANN401  any JSON
    if call.protocol == "json":
        return _told(call.params)
    items = [{"instanceId": value} for name, value in call.params.items() if name.startswith("InstanceId.")]
    others = {
        _camel(name): value for name, value in call.params.items() if not name.startswith(("InstanceId.", "Version"))
    }
    return {"instancesSet": {"items": items}, **others} if items else others


def _response(call: Call, answer: bytes) -> Any:  # noqa: ANN401  any JSON
    if call.protocol != "json" or len(answer) > _LARGEST_ANSWER:
        return None
    return _told(json.loads(answer)) or None


def _resources(call: Call) -> Iterator[tuple[str, str]]:
    """What EC2's request names; a command lists nothing, and is found by its name only."""
    if call.service != "ec2":
        return
    for value in call.params.values():
        named = _ID.fullmatch(str(value))
        if named:
            yield _KINDS[named[1]], named[0]


def _told(value: Any) -> Any:  # noqa: ANN401  any JSON
    """With names as CloudTrail writes them, and without what the service hides."""
    if isinstance(value, Mapping):
        hidden = {"Parameters", "Content"}
        return {_camel(name): _HIDDEN if name in hidden else _told(each) for name, each in value.items()}
    return [_told(each) for each in value] if isinstance(value, list) else value


def _camel(name: str) -> str:
    return name[:1].lower() + name[1:]
