"""Who calls whom as a team says: in the settings, and by a tag on its machines."""

import json
import re
from collections.abc import Iterable, Mapping

from core.causes.components import Component, Known
from core.causes.subject import Subject, thing_of
from core.fleet import Instance

Calls = Mapping[str, tuple[str, ...]]

SERVICE_TAG = "Service"
"""The tag with the name of the service that a machine runs."""
CALLS_TAG = "DependsOn"
"""The tag with those that a machine calls, separated by commas or blanks."""
# AWS puts it on the machines of a group by itself.
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
GROUP_TAG = "aws:autoscaling:groupName"
_NAME = re.compile(r"[^\s,\"\\]{1,200}")
_MOST = 500
_EXAMPLE = 'write checkout = ["payments", "orders-db"]'


def read_calls(given: object) -> dict[str, tuple[str, ...]]:
    """The calls in a setting: a table of TOML, or JSON.

    Raises:
        ValueError: it has another shape; one sentence says which, and what to write.
    """
    if isinstance(given, str):
        try:
            given = json.loads(given or "{}")
        except ValueError:
            raise ValueError(f"it is no JSON; {_EXAMPLE} in TOML, or the same as a JSON object") from None
    if not isinstance(given, Mapping):
        raise ValueError(f"it is no table of callers; {_EXAMPLE}")  # noqa: TRY004  pydantic takes ValueErrors
    found = {_name(caller): _callees(caller, callees) for caller, callees in given.items()}
    if sum(map(len, found.values())) > _MOST:
        raise ValueError(f"it has more than {_MOST} calls")
    return found


def _callees(caller: object, callees: object) -> tuple[str, ...]:
    if not isinstance(callees, list | tuple):
        raise ValueError(f"what {caller} calls is no list; {_EXAMPLE}")  # noqa: TRY004  the same
    names = tuple(dict.fromkeys(_name(each) for each in callees))
    if not names:
        raise ValueError(f"{caller} is said to call nobody; leave it out, or {_EXAMPLE}")
    if caller in names:
        raise ValueError(f"{caller} is said to call itself")
    return names


def _name(given: object) -> str:
    if not isinstance(given, str) or not _NAME.fullmatch(given):
        raise ValueError(f"{given!r} is no name of a component; {_EXAMPLE}")
    return given


def known_of_given(calls: Calls) -> Known:
    """What the settings say; a component may be called by its ARN or its instance id, which says what it is in AWS."""
    names = dict.fromkeys(name for caller, callees in calls.items() for name in (caller, *callees))
    pairs = tuple((caller, callee) for caller, callees in calls.items() for callee in callees)
    return Known(components=tuple(_given(name) for name in names), calls=pairs)


def _given(name: str) -> Component:
    thing = thing_of(name)
    if thing is None:
        return Component(name=name)
    # An ARN of ECS names the cluster before the service.
    return Component(name=thing.named[-1], names=(name,), things=(thing,))


def known_of_machines(machines: Iterable[Instance]) -> Known:
    """What tags say: machines of one service or of one Auto Scaling group are one component."""
    components, calls = [], []
    for each in machines:
        named = (each.tags.get(SERVICE_TAG, ""), each.tags.get(GROUP_TAG, ""), each.name, each.instance_id)
        name = next(filter(None, named))
        other = tuple(filter(None, (*named, each.private_ip)))
        components.append(Component(name=name, names=other, things=(Subject(instance_id=each.instance_id),)))
        calls += [(name, callee) for callee in _NAME.findall(each.tags.get(CALLS_TAG, ""))]
    return Known(components=tuple(components), calls=tuple(dict.fromkeys(calls)))
