"""Reads AWS requests as CloudTrail and Config write them: `items` wrapped or plain, members in any case.

Nothing here raises, whatever JSON somebody else's service wrote.
"""

from collections.abc import Iterator, Mapping

_WRAPPERS = ("items", "item", "member", "entries")
_DEEPEST = 8


def members(value: object) -> dict[str, object]:
    """The members of a mapping, their names in lower case without signs; empty for anything else.

    CloudTrail writes one parameter as `cidrIp`, `CidrIp` or `cIDRIP`, by the service and its age.
    """
    if not isinstance(value, Mapping):
        return {}
    return {str(name).lower().replace("_", "").replace("-", ""): item for name, item in value.items()}


def member(value: object, *path: str) -> object:
    """What stands at the end of a path of members, each named in lower case; None where there is no such thing."""
    for name in path:
        value = members(value).get(name)
    return value


def rows(value: object) -> Iterator[object]:
    """The entries of a list, however it is wrapped; one thing alone is a list of one, nothing an empty one."""
    if isinstance(value, list | tuple):
        yield from value
        return
    inside = members(value)
    wrapped = next((inside[name] for name in _WRAPPERS if name in inside), None)
    if wrapped is not None:
        yield from rows(wrapped) if isinstance(wrapped, list | tuple) else (wrapped,)
    elif inside or isinstance(value, str):
        yield value


def text(value: object) -> str:
    """A text or a number as it would be written; empty for everything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | float) else ""


def texts(value: object, name: str) -> tuple[str, ...]:
    """The texts of a list, which holds either texts or mappings that have one under `name`."""
    found = (text(one) if not isinstance(one, Mapping) else text(members(one).get(name)) for one in rows(value))
    return tuple(one for one in found if one)


def mappings(value: object, depth: int = 0) -> Iterator[Mapping[object, object]]:
    """Every mapping within a value, the outer ones first, down to a depth that no request reaches."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        yield value
        for item in value.values():
            yield from mappings(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from mappings(item, depth + 1)
