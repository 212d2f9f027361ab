"""The comparisons Inspector's filters share.

Values of one filter are alternatives, except that every NOT_EQUALS must hold; filters of different names all
must hold.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

Subject = TypeVar("Subject")
Predicate = Callable[[Subject], bool]
Filter = Mapping[str, Any]


def texts(filters: Sequence[Filter], values: Collection[str]) -> bool:
    """Whether string filters accept something that has these values."""
    refused = [one["value"] for one in filters if one["comparison"] == "NOT_EQUALS"]
    wanted = [one for one in filters if one["comparison"] != "NOT_EQUALS"]
    if any(value in refused for value in values):
        return False
    return not wanted or any(_accepts(one, value) for one in wanted for value in values)


def numbers(filters: Sequence[Filter], value: float | None) -> bool:
    """Whether the number is in one of the ranges; a missing number is in none."""
    return value is not None and any(
        one.get("lowerInclusive", value) <= value <= one.get("upperInclusive", value) for one in filters
    )


def dates(filters: Sequence[Filter], value: float | None) -> bool:
    """Whether the moment, in epoch seconds, is in one of the ranges."""
    return value is not None and any(
        one.get("startInclusive", value) <= value <= one.get("endInclusive", value) for one in filters
    )


def tags(filters: Sequence[Filter], owned: Mapping[str, str]) -> bool:
    """Whether one of the tags is there, with that value when the filter names one."""
    return any(one["key"] in owned and one.get("value", owned[one["key"]]) == owned[one["key"]] for one in filters)


def _accepts(one: Filter, value: str) -> bool:
    if one["comparison"] == "PREFIX":
        return value.startswith(one["value"])
    return bool(value == one["value"])
