"""How an argument is asked for, explained and recognised, and what is said about one that is wrong."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from pydantic_core import ErrorDetails

from blocks.text import one_line, shorten
from commands import Row
from core.actor import Door


@dataclass(frozen=True)
class Param:
    """How one kind of argument is asked for, explained and recognised.

    `claims` tells whether a bare word of a slash command is meant for this argument. `slack_most` is how many
    values Slack takes (0: as many as any door). The command line takes a `bare` one without its flag. A `whole` one is
    all that is left of a slash command's text, in one piece.
    """

    noun: str
    plural: str
    help: str
    flag: str
    example: str | tuple[str, ...]
    claims: Callable[[str], bool]
    many: bool = False
    choices: tuple[str, ...] = ()
    slack_most: int = 0
    bare: bool = False
    whole: bool = False

    @classmethod
    def of(cls, name: str, hint: object) -> "Param":
        """The Param in an annotation; an argument without one is a mistake in the definition."""
        for part in get_args(hint):
            if isinstance(part, cls):
                return part
        raise TypeError(f"argument {name!r} has no Param in its annotation")


def shown(value: str) -> str:
    """What somebody wrote, quoted and short, for a sentence about it."""
    return f"“{shorten(one_line(value), 40)}”"


def split_words(value: object) -> object:
    """Words that are separated by spaces or commas; what is no text is left to the checks."""
    return [part for part in re.split(r"[\s,]+", value) if part] if isinstance(value, str) else value


def lower(value: object) -> object:
    """The same in lower case, where it is text."""
    return value.strip().lower() if isinstance(value, str) else value


def complaint(error: ErrorDetails, params: Mapping[str, Param]) -> str:
    """What is wrong, in one sentence, from pydantic's first error."""
    name = str(error["loc"][0]) if error["loc"] else ""
    param = params.get(name)
    if param is None:
        return f"{shown(name)} is not an argument here; there is {' and '.join(params) or 'none'}."
    if error["type"] == "missing":
        return f"This needs {param.noun}."
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return f"{shown(str(error['input']))} is not {param.noun}."


def example_for(door: Door, row: Row, params: Mapping[str, Param], wanted: frozenset[str]) -> str:
    """A call that works: with the wanted arguments, or the first one where none is wanted."""
    names = [name for name in params if name in wanted] or list(params)[:1]
    values = {name: params[name].example for name in names}
    if door is Door.MCP:
        return f"{row.name}({json.dumps(values)})"
    words = [(params[name], word) for name, value in values.items() for word in _words(value)]
    if door is Door.SLACK:
        return " ".join([row.slash, *(word for _, word in words)])
    flagged = (word if param.bare else f"{param.flag} {word}" for param, word in words)
    return " ".join(["sre-agent", row.cli, *flagged])


def _words(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
