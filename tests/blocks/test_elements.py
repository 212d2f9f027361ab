"""Block Kit pieces."""

import pytest

from blocks.card import Block, Card, Modal
from blocks.elements import (
    Element,
    actions,
    button,
    confirm,
    context,
    entry,
    header,
    option,
    overflow,
    radio_buttons,
    section,
    static_select,
    text_input,
)
from blocks.limits import problems

LONG = "long words " * 400
CHOICES = [option(LONG, f"v{n}", description=LONG) for n in range(5)]
ASK = confirm(LONG, LONG, yes=LONG, danger=True)


@pytest.mark.parametrize(
    "block",
    [
        header(LONG),
        section(LONG, fields=[LONG] * 4, accessory=button(LONG, "a", "v", style="danger", confirm=ASK)),
        section("x", accessory=overflow("a", *CHOICES)),
        context(LONG, "b"),
        actions(static_select("a", LONG, CHOICES, initial=CHOICES[0]), radio_buttons("b", CHOICES), block_id="row"),
    ],
)
def test_pieces_made_of_long_words_fit_a_message(block: Block) -> None:
    assert problems(Card("x", (block,))) == []


@pytest.mark.parametrize(
    "element",
    [
        text_input("a", initial="x", multiline=True, placeholder=LONG),
        radio_buttons("a", CHOICES, initial=CHOICES[0]),
    ],
)
def test_fields_of_a_modal_fit_it(element: Element) -> None:
    asked = entry(LONG, element, block_id="b", hint=LONG, optional=True)
    assert problems(Modal("Later", (asked,), "later", submit="Choose")) == []


def test_fields_that_say_nothing_are_not_sent() -> None:
    assert button("Show all 31", "more") == {
        "type": "button",
        "text": {"type": "plain_text", "text": "Show all 31", "emoji": True},
        "action_id": "more",
    }


def test_values_are_never_shortened() -> None:
    assert button("Go", "go", LONG)["value"] == LONG
