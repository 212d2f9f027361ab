"""A small schema language that reports problems with Slack's words and JSON pointers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sandbox.slack.shapes import Json, Refused

Check = Callable[[object, str], Iterator["Problem"]]


@dataclass(frozen=True)
class Problem:
    """One thing that Slack would refuse, and where."""

    message: str
    pointer: str
    error: str | None = None

    def __str__(self) -> str:
        """The line that stands in `response_metadata.messages`."""
        return f"{self.message} [json-pointer:{self.pointer}]"


class Problems(list[Problem]):
    """All problems of one payload; empty means that Slack would take it."""

    def refusal(self, error: str) -> Refused:
        """The refusal that carries these problems the way Slack lists them."""
        error = next((problem.error for problem in self if problem.error), error)
        lines = [str(problem) for problem in self]
        return Refused(error, errors=lines, response_metadata={"messages": [f"[ERROR] {x}" for x in lines]})


def text_of(most: int, least: int = 1) -> Check:
    """A string of so many characters."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem("must provide a string", at)
        elif len(value) > most:
            yield Problem(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield Problem(f"must be more than {least - 1} characters", at)

    return check


def one_of(*allowed: str) -> Check:
    """One of a few fixed strings."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem("must be a valid enum value", at)

    return check


def boolean(value: object, at: str) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem("must provide a boolean", at)


def whole(least: int, most: int) -> Check:
    """An integer in a range."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem("must provide an integer", at)
        elif not least <= value <= most:
            yield Problem(f"must be between {least} and {most}", at)

    return check


def number(value: object, at: str) -> Iterator[Problem]:
    """Any number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield Problem("must provide a number", at)


def anything(_value: object, _at: str) -> Iterator[Problem]:
    """Whatever it is; Slack does not look."""
    yield from ()


def matching(pattern: str, complaint: str, most: int = 3000) -> Check:
    """A string of a pattern, such as a date or an address."""
    wanted = re.compile(pattern)

    def check(value: object, at: str) -> Iterator[Problem]:
        yield from text_of(most)(value, at)
        if isinstance(value, str) and not wanted.fullmatch(value):
            yield Problem(complaint, at)

    return check


def array(of: Check, most: int, least: int = 1) -> Check:
    """A list of so many items."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem("must provide an array", at)
            return
        if len(value) > most:
            yield Problem(f"no more than {most} items allowed", at)
        elif len(value) < least:
            yield Problem(f"no less than {least} items allowed", at)
        for index, item in enumerate(value):
            yield from of(item, f"{at}/{index}")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these properties and no others."""
    known = {**required, **(optional or {})}

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must provide an object", at)
            return
        for name in required:
            if name not in value:
                yield Problem(f"missing required field: {name}", at)
        for name, item in value.items():
            inner = known.get(name)
            if inner is None:
                yield Problem(f"invalid additional property: {name}", at)
            else:
                yield from inner(item, f"{at}/{name}")

    return check


def typed(kinds: Mapping[str, Check], *, wrapped: bool = False) -> Check:
    """An object whose `type` picks its schema; `wrapped` ones complain first that no schema matches."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must provide an object", at)
            return
        if "type" not in value:
            yield Problem("missing required field: type", at)
            return
        kind = value["type"]
        inner = kinds.get(kind) if isinstance(kind, str) else None
        unknown = "must be a valid enum value" if wrapped else f"unsupported type: {kind}"
        found = [Problem(unknown, f"{at}/type")] if inner is None else list(inner(value, at))
        if found and wrapped:
            yield Problem("failed to match all allowed schemas", at)
        yield from found

    return check


def both(first: Check, second: Check) -> Check:
    """Two checks of the same value; the second only sees what the first accepts."""

    def check(value: object, at: str) -> Iterator[Problem]:
        found = list(first(value, at))
        yield from found or second(value, at)

    return check


def nodes(value: object) -> Iterator[Json]:
    """Every object inside a JSON value, outer ones first."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)
