"""Holds the parameters of a command to those of its document."""

import re
from collections.abc import Mapping, Sequence

from sandbox.aws.errors import AwsError
from sandbox.aws.seed.documents import Document, Parameter

Given = Mapping[str, Sequence[str]]


def arguments(document: Document, given: Given) -> Given:
    """What the document runs with: given values, else defaults.

    Raises:
        AwsError: InvalidParameters, for a missing, unknown or unacceptable one.
    """
    unknown = sorted(set(given) - set(document.parameters))
    if unknown:
        raise _invalid(f"Parameter {unknown[0]} is not defined in the document {document.name}.")
    found = {}
    for name, parameter in document.parameters.items():
        values = given.get(name, _default(parameter))
        if values is None:
            raise _invalid(f"Parameter {name} must be given.")
        _check(name, parameter, values)
        found[name] = tuple(values)
    return found


def _default(parameter: Parameter) -> Sequence[str] | None:
    if parameter.type == "StringList":
        return parameter.defaults
    return None if parameter.default is None else (parameter.default,)


def _check(name: str, parameter: Parameter, values: Sequence[str]) -> None:
    if parameter.type == "String" and len(values) != 1:
        raise _invalid(f"Parameter {name} takes one value.")
    for value in values:
        if parameter.allowed and value not in parameter.allowed:
            raise _invalid(f"Parameter {name} must be one of {', '.join(parameter.allowed)}.")
        if parameter.pattern and not re.search(parameter.pattern, value):
            raise _invalid(f"Parameter {name} does not match the pattern {parameter.pattern}.")


def _invalid(why: str) -> AwsError:
    return AwsError("InvalidParameters", why)
