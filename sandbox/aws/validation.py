"""Holds requests and answers to botocore's own model, limits and enumerations included.

Botocore's ParamValidator knows types, required members and lower bounds; AWS itself also refuses upper
bounds, patterns and unknown enumeration values, so those are checked here.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from botocore.model import Shape

from sandbox.aws.errors import AwsError, invalid

_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "structure": (dict,),
    "map": (dict,),
    "list": (list, tuple),
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "double": (int, float),
    "float": (int, float),
    "boolean": (bool,),
    "timestamp": (int, float),
    "blob": (str,),
}
_SIZED = ("string", "list", "map")
# The model bounds a page of findings to 25, the service sends as many as maxResults asks for.
_UNBOUNDED = ("FindingList",)


def check_input(shape: Shape | None, params: Mapping[str, Any]) -> None:
    """Refuse what the service refuses; unknown members pass, as they do in AWS."""
    problems = list(_problems(shape, params, "", strict=False)) if shape is not None else []
    if problems:
        raise _refusal(problems)


def output_problems(shape: Shape | None, result: Mapping[str, Any]) -> list[str]:
    """Sentences on what the model does not allow in this answer (JSON as parsed); empty when it is right."""
    if shape is None:
        return [] if not result else ["an operation without output answered something"]
    return [sentence for _, sentence in _problems(shape, result, "", strict=True)]


def _refusal(problems: list[tuple[str, str]]) -> AwsError:
    count = "1 validation error" if len(problems) == 1 else f"{len(problems)} validation errors"
    sentences = "; ".join(sentence for _, sentence in problems)
    return invalid(f"{count} detected: {sentences}", field=problems[0][0])


def _problems(shape: Shape, value: object, path: str, *, strict: bool) -> Iterator[tuple[str, str]]:
    if not _has_type(shape.type_name, value):
        yield path, f"Value at '{path}' failed to satisfy constraint: Member must be a {shape.type_name}"
        return
    for constraint in _broken(shape, value):
        shown = "" if shape.type_name in ("structure", "list", "map") else f" '{value}'"
        yield path, f"Value{shown} at '{path}' failed to satisfy constraint: Member must {constraint}"
    yield from _children(shape, value, path, strict=strict)


def _children(shape: Shape, value: Any, path: str, *, strict: bool) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if shape.type_name == "structure":
        yield from _members(shape, value, path, strict=strict)
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            yield from _problems(shape.member, item, f"{path}.{index + 1}.member", strict=strict)
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from _problems(shape.key, key, f"{path}.key", strict=strict)
            yield from _problems(shape.value, item, f"{path}.{key}", strict=strict)


def _members(shape: Any, value: dict[str, Any], path: str, *, strict: bool) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for name in shape.required_members:
        if value.get(name) is None:
            where = _join(path, name)
            yield where, f"Value null at '{where}' failed to satisfy constraint: Member must not be null"
    for name, item in value.items():
        if name in shape.members:
            if item is not None:
                yield from _problems(shape.members[name], item, _join(path, name), strict=strict)
        elif strict:
            yield _join(path, name), f"'{_join(path, name)}' is not in the model"


def _broken(shape: Shape, value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    size = len(value) if shape.type_name in _SIZED else value
    what = "have length" if shape.type_name in _SIZED else "have value"
    if low is not None and size < low:
        yield f"{what} greater than or equal to {low}"
    if high is not None and shape.name not in _UNBOUNDED and size > high:
        yield f"{what} less than or equal to {high}"
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed:
        yield f"satisfy enum value set: [{', '.join(allowed)}]"
    pattern = shape.metadata.get("pattern")
    if pattern and not _compiled(pattern).search(value):
        yield f"satisfy regular expression pattern: {pattern}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    anchored = pattern if "^" in pattern else f"^(?:{pattern})$"
    return re.compile(anchored)


def _has_type(type_name: str, value: object) -> bool:
    if isinstance(value, bool) and type_name != "boolean":
        return False
    return isinstance(value, _PYTHON_TYPES.get(type_name, (object,)))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
