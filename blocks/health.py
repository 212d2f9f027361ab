"""How the assistant itself is doing."""

from typing import assert_never

from blocks.card import Card
from blocks.elements import context, section
from blocks.marks import State as Mark
from blocks.marks import mark
from blocks.table import Table
from blocks.text import date, escape, inert
from core.answers.health import Health, Part, State


def health_card(answer: Health) -> Card:
    """The state in one line, then one line per part, the worst first."""
    worst = max((part.state for part in answer.parts), key=_ORDER.index, default=State.UNKNOWN)
    head = f"{mark(_mark(worst))} *The assistant is {escape(answer.status)}*"
    lines = [_line(part) for part in sorted(answer.parts, key=lambda part: -_ORDER.index(part.state))]
    return Card(
        f"The assistant is {answer.status}",
        (
            section(head),
            section("\n".join(lines) or "No part has reported."),
            context(f"Version {answer.version} · {date(answer.at)}"),
        ),
    )


def health_line(answer: Health) -> str:
    """The assistant's state in one line, with the parts that are not well."""
    unwell = [part for part in answer.parts if part.state is not State.GOOD]
    state = _mark(max((part.state for part in answer.parts), key=_ORDER.index, default=State.UNKNOWN))
    named = ", ".join(escape(part.name) for part in unwell)
    return f"{mark(state)} The assistant is {escape(answer.status)}{f' ({named})' if named else ''}"


def health_table(answer: Health) -> Table:
    """One row per part."""
    return Table(
        title=f"The assistant is {answer.status}",
        columns=("part", "state", "detail", "what to do"),
        rows=tuple((part.name, part.state.value, part.detail, part.advice) for part in answer.parts),
    )


_ORDER = (State.GOOD, State.LIMITED, State.UNKNOWN, State.DOWN)


def _line(part: Part) -> str:
    return f"{mark(_mark(part.state))} *{escape(part.name)}* {inert(part.detail, 300)} {escape(part.advice)}".rstrip()


def _mark(state: State) -> Mark:
    match state:
        case State.GOOD:
            return Mark.GOOD
        case State.LIMITED:
            return Mark.WARNING
        case State.DOWN:
            return Mark.CRITICAL
        case State.UNKNOWN:
            return Mark.UNKNOWN
    assert_never(state)
