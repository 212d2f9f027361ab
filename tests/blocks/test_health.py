"""How the assistant is doing."""

import pytest

from blocks.health import health_card, health_line, health_table
from blocks.marks import State as Mark
from blocks.marks import mark
from core.answers.health import State
from tests.blocks.answers import health_of, texts


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        ((State.GOOD, State.GOOD), Mark.GOOD),
        ((State.GOOD, State.LIMITED), Mark.WARNING),
        ((State.LIMITED, State.UNKNOWN), Mark.UNKNOWN),
        ((State.UNKNOWN, State.DOWN, State.GOOD), Mark.CRITICAL),
        ((), Mark.UNKNOWN),
    ],
)
def test_the_mark_is_of_the_worst_part(states: tuple[State, ...], shown: Mark) -> None:
    assert texts(health_card(health_of(*states)))[1] == f"{mark(shown)} *The assistant is healthy*"
    assert health_line(health_of(*states)).startswith(f"{mark(shown)} The assistant is healthy")


def test_the_worst_part_comes_first_with_what_to_do() -> None:
    lines = texts(health_card(health_of(State.GOOD, State.DOWN)))[2].splitlines()
    assert lines[0] == f"{mark(Mark.CRITICAL)} *part 1* fine Do x."


def test_no_part_has_reported_is_said() -> None:
    assert "No part has reported." in texts(health_card(health_of()))


def test_one_line_names_the_parts_that_are_not_well() -> None:
    assert health_line(health_of(State.GOOD, State.LIMITED, State.DOWN)).endswith("healthy (part 1, part 2)")


def test_the_table_has_a_row_per_part() -> None:
    assert health_table(health_of(State.GOOD)).rows == (("part 0", "good", "fine", "Do x."),)
