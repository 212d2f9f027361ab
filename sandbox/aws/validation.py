"""Holds requests and answers to botocore's own model, limits and enumerations included.

Botocore's ParamValidator knows types, required members and lower bounds; AWS itself also refuses upper
bounds, patterns and unknown enumeration values, so those are checked here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from botocore.model import ListShape, MapShape, Shape, StructureShape

from sandbox.aws.errors import AwsError, invalid

Json = Mapping[str, object]

_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "double": (int, float),
    "float": (int, float),
    "boolean": (bool,),
    "timestamp": (int, float),
    "blob": (str,),
}
# The model bounds a page of findings to 25, the service sends as many as maxResults asks for.
# A machine without a patch group has "" there, and so has a command whose output goes to no bucket.
_UNBOUNDED = ("FindingList", "PatchGroup", "S3BucketName")
# The model lists INSTALLED_OTHER, the examples of DescribeInstancePatches show what is sent: InstalledOther.
# https://docs.aws.amazon.com/cli/latest/reference/ssm/describe-instance-patches.html
_SPELT_OTHERWISE = ("PatchComplianceDataState",)
# The examples of GetCommandInvocation have fractions of a second, durations such as PT0.5S, and "" for no time.
# https://docs.aws.amazon.com/cli/latest/reference/ssm/get-command-invocation.html
_WRITTEN_OTHERWISE = ("StringDateTime",)
# Java's names of classes of characters. A pattern of the model that allows letters allows digits and _ as well.
# Java writes the characters beyond 16 bits as pairs of halves.
_CLASSES = {
    r"\p{L}": r"\w",
    r"\p{Z}": r" \u00a0",
    r"\p{N}": r"\d",
    r"\uD800\uDC00-\uDBFF\uDFFF": r"\U00010000-\U0010FFFF",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken constraint, in the words AWS uses."""

    path: str
    sentence: str


def check_input(shape: Shape | None, params: Json) -> None:
    """Refuse what the service refuses; unknown members pass, as they do in AWS."""
    problems = list(_problems(shape, params, "", strict=False)) if shape is not None else []
    if problems:
        raise _refusal(problems)


def output_problems(shape: Shape | None, result: Json) -> list[str]:
    """Sentences on what the model does not allow in this answer (JSON as parsed); empty when it is right."""
    if shape is None:
        return ["an operation without output answered something"] if result else []
    return [problem.sentence for problem in _problems(shape, result, "", strict=True)]


def _refusal(problems: list[Problem]) -> AwsError:
    count = "1 validation error" if len(problems) == 1 else f"{len(problems)} validation errors"
    sentences = "; ".join(problem.sentence for problem in problems)
    return invalid(f"{count} detected: {sentences}", field=problems[0].path)


def _problems(shape: Shape, value: object, path: str, *, strict: bool) -> Iterator[Problem]:
    if not _has_type(shape, value):
        yield _broken(path, None, f"be a {shape.type_name}")
        return
    for constraint in _broken_constraints(shape, value):
        yield _broken(path, value, constraint)
    if isinstance(shape, StructureShape):
        yield from _members(shape, cast("Json", value), path, strict=strict)
    elif isinstance(shape, ListShape):
        for number, item in enumerate(cast("list[object]", value), start=1):
            yield from _problems(shape.member, item, f"{path}.{number}.member", strict=strict)
    elif isinstance(shape, MapShape):
        for key, item in cast("Json", value).items():
            yield from _problems(shape.key, key, f"{path}.key", strict=strict)
            yield from _problems(shape.value, item, f"{path}.{key}", strict=strict)


def _members(shape: StructureShape, value: Json, path: str, *, strict: bool) -> Iterator[Problem]:
    for name in shape.required_members:
        if value.get(name) is None:
            yield _broken(_join(path, name), None, "not be null")
    for name, item in value.items():
        if name in shape.members:
            if item is not None:
                yield from _problems(shape.members[name], item, _join(path, name), strict=strict)
        elif strict:
            yield Problem(_join(path, name), f"'{_join(path, name)}' is not in the model")


def _broken(path: str, value: object, constraint: str) -> Problem:
    shown = f" '{value}'" if isinstance(value, str | int | float) else ""
    return Problem(path, f"Value{shown} at '{path}' failed to satisfy constraint: Member must {constraint}")


def _broken_constraints(shape: Shape, value: object) -> Iterator[str]:
    yield from _broken_bounds(shape, value)
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed and shape.name not in _SPELT_OTHERWISE:
        yield f"satisfy enum value set: [{', '.join(allowed)}]"
    pattern = shape.metadata.get("pattern")
    if shape.name in _WRITTEN_OTHERWISE:
        return
    if pattern and isinstance(value, str) and not _compiled(pattern).search(value):
        yield f"satisfy regular expression pattern: {pattern}"


def _broken_bounds(shape: Shape, value: object) -> Iterator[str]:
    sized = isinstance(value, str | list | dict)
    size = len(value) if isinstance(value, str | list | dict) else value
    if not isinstance(size, int | float) or shape.name in _UNBOUNDED:
        return
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    what = "have length" if sized else "have value"
    if low is not None and size < low:
        yield f"{what} greater than or equal to {low}"
    if high is not None and size > high:
        yield f"{what} less than or equal to {high}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    for java, python in _CLASSES.items():
        pattern = pattern.replace(java, python)
    return re.compile(pattern if "^" in pattern else f"^(?:{pattern})$")


def _has_type(shape: Shape, value: object) -> bool:
    if isinstance(value, bool) and shape.type_name != "boolean":
        return False
    return isinstance(value, _PYTHON_TYPES.get(shape.type_name, (object,)))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
