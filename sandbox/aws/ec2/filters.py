"""Filters of EC2: all names must hold, any value of a name may; `*` and `?` stand for other characters."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from sandbox.aws.errors import AwsError

Thing = TypeVar("Thing")
Values = Mapping[str, Callable[[Thing], Collection[str]]]
Tags = Callable[[Thing], Mapping[str, str]]
_MOST_VALUES = 200


def selected(
    things: Iterable[Thing], params: Mapping[str, Any], values: Values[Thing], tags: Tags[Thing]
) -> list[Thing]:
    """The things that every filter of a request accepts; raises AwsError for a filter that does not exist."""
    filters = _filters(params, values)
    return [thing for thing in things if all(_accepts(thing, *each, values, tags) for each in filters.items())]


def _filters(params: Mapping[str, Any], values: Values[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in params.get("Filters", ()):
        name, wanted = each.get("Name", ""), each.get("Values", [])
        if name not in values and name != "tag-key" and not name.startswith("tag:"):
            raise AwsError("InvalidParameterValue", f"The filter '{name}' is invalid")
        if not wanted:
            raise AwsError("InvalidParameterValue", f"The filter '{name}' has no value")
        if name in found:
            raise AwsError("InvalidParameterValue", f"The filter '{name}' is specified more than once")
        found[name] = wanted
    if sum(map(len, found.values())) > _MOST_VALUES:
        text = "The maximum number of filter values specified on a single call is 200"
        raise AwsError("FilterLimitExceeded", text)
    return found


def _accepts(thing: Thing, name: str, wanted: list[str], values: Values[Thing], tags: Tags[Thing]) -> bool:
    if name == "tag-key":
        has: Collection[str] = tags(thing).keys()
    elif name.startswith("tag:"):
        value = tags(thing).get(name.removeprefix("tag:"))
        has = () if value is None else (value,)
    else:
        has = values[name](thing)
    return any(_pattern(each).fullmatch(value) for each in wanted for value in has)


@cache
def _pattern(wanted: str) -> re.Pattern[str]:
    """EC2 reads a backslash before a `*` or `?` as that character itself."""
    parts = re.split(r"(\\[*?\\]|[*?])", wanted)
    return re.compile("".join(_part(part) for part in parts), re.DOTALL)


def _part(part: str) -> str:
    return {"*": ".*", "?": "."}.get(part) or re.escape(part[1:] if part[:1] == "\\" and len(part) > 1 else part)
