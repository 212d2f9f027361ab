"""The text after a slash command, read by the operation's own arguments."""

import re
from collections.abc import Mapping
from typing import Any

from commands.params.param import Param, shown
from commands.spec import Command
from core.actor import Door
from core.errors import BadRequest

_PAIR = re.compile(r"(?:--)?(?P<name>[a-z_]+)[=:](?P<value>\S+)", re.IGNORECASE)


def wants_help(text: str) -> bool:
    """Whether the text asks for help instead of an answer."""
    return text.strip().lower() in {"help", "--help", "-h", "?"}


def arguments_from(text: str, command: Command[..., Any]) -> dict[str, Any]:
    """Arguments by name from words in any order, e.g. `i-0a554b5583dd70864 high` or `severity=high`.

    Raises:
        BadRequest: a word belongs to no argument, or a single-valued argument is given twice.
    """
    whole = next((name for name, param in command.params.items() if param.whole), "")
    if whole:
        return _with_text(text.strip(), command, whole)
    found: dict[str, list[str]] = {}
    for word in re.split(r"[\s,]+", text.strip()):
        if word:
            name, value = _placed(word, command)
            found.setdefault(name, []).append(value)
    for name, values in found.items():
        param = command.params[name]
        if not param.many and len(values) > 1:
            raise BadRequest(f"{param.plural.capitalize()}: only one at a time.", advice=command.advice(Door.SLACK))
    return {name: values if command.params[name].many else values[0] for name, values in found.items()}


def _with_text(text: str, command: Command[..., Any], whole: str) -> dict[str, Any]:
    """The text in one piece, unless it is a single word that another argument claims."""
    if not text:
        return {}
    others = (name for name, param in command.params.items() if name != whole and param.claims(text))
    return {next(others, whole) if len(text.split()) == 1 else whole: text}


def _placed(word: str, command: Command[..., Any]) -> tuple[str, str]:
    pair = _PAIR.fullmatch(word)
    if pair and pair["name"].lower() in command.params:
        return pair["name"].lower(), pair["value"]
    for name, param in command.params.items():
        if param.claims(word):
            return name, word
    raise BadRequest(_unplaced(word, command.params), advice=command.advice(Door.SLACK))


def _unplaced(word: str, params: Mapping[str, Param]) -> str:
    nouns = [param.noun for param in params.values()]
    match nouns:
        case []:
            return f"This takes no arguments, and {shown(word)} is one."
        case [noun]:
            return f"{shown(word)} is not {noun}."
        case _:
            return f"{shown(word)} is neither {', '.join(nouns[:-1])} nor {nouns[-1]}."
