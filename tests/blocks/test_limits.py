"""The check against Slack's limits."""

from typing import Any

import pytest

from blocks.card import Block, Card, Home, Modal
from blocks.elements import actions, alert, button, context, divider, entry, option, section, static_select, text_input
from blocks.limits import problems
from blocks.text import plain


def one(block: Block) -> list[str]:
    return problems(Card("text", (block,)))


BUTTON = button("Plan patch", "plan", "wf-1")


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (
            {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}},
            "blocks[0].text: 3001 characters, more than 3000",
        ),
        ({"type": "section", "text": {"type": "mrkdwn", "text": " "}}, "blocks[0].text: empty text"),
        ({"type": "section", "fields": [plain("x" * 2001)]}, "blocks[0].fields[0]: 2001 characters, more than 2000"),
        ({"type": "section", "fields": [plain("x")] * 11}, "blocks[0].fields: 11, more than 10"),
        ({"type": "section"}, "blocks[0]: text or fields missing"),
        ({"type": "section", "text": plain("x"), "colour": "red"}, "blocks[0]: unknown field colour"),
        (
            {"type": "section", "text": plain("x"), "block_id": "b" * 256},
            "blocks[0].block_id: 256 characters, more than 255",
        ),
        ({"type": "header", "text": plain("x" * 151)}, "blocks[0].text: 151 characters, more than 150"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "blocks[0].text: mrkdwn may not stand here"),
        (context(*["x"] * 11), "blocks[0].elements: 11, more than 10"),
        ({"type": "context", "elements": []}, "blocks[0].elements: not a list, or empty"),
        (actions(*[button("b", f"a{n}") for n in range(26)]), "blocks[0].elements: 26, more than 25"),
        (actions(BUTTON, BUTTON), "blocks[0].elements: action_id 'plan' used more than once"),
        (actions(BUTTON | {"value": "v" * 2001}), "blocks[0].elements[0].value: 2001 characters, more than 2000"),
        (actions(BUTTON | {"text": plain("x" * 76)}), "blocks[0].elements[0].text: 76 characters, more than 75"),
        (actions(BUTTON | {"style": "blue"}), "blocks[0].elements[0].style: 'blue' is not one of primary, danger"),
        (actions(BUTTON | {"url": ""}), "blocks[0].elements[0].url: not a text, or empty"),
        (
            actions(static_select("a", "Pick", [option("x", "v" * 76)])),
            "blocks[0].elements[0].options[0].value: 76 characters, more than 75",
        ),
        (
            actions(static_select("a", "Pick", [option("x", "v")] * 101)),
            "blocks[0].elements[0].options: 101, more than 100",
        ),
        ({"type": "image", "image_url": "https://x.example/a.png"}, "blocks[0]: alt_text missing"),
        ({"type": "table"}, "blocks[0]: table may not stand here"),
        (alert("x"), "blocks[0]: alert may not stand here"),
        ({"type": "actions", "elements": ["button"]}, "blocks[0].elements[0]: not an object"),
    ],
)
def test_each_limit_is_named_with_its_place(block: Block, said: str) -> None:
    assert said in one(block)


def test_a_usual_card_has_no_problems() -> None:
    image: dict[str, Any] = {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "CPU"}
    blocks = (section("x", fields=["a", "b"], accessory=image), divider(), actions(BUTTON, block_id="row"))
    assert problems(Card("3 findings", blocks)) == []


def test_a_message_needs_a_sentence_of_at_most_4000_characters() -> None:
    assert problems(Card(" ")) == ["text: empty, so a notification would say nothing"]
    assert problems(Card("👍" * 2001)) == ["text: 4002 characters, more than 4000"]


def test_all_texts_of_a_message_are_counted_together() -> None:
    four = tuple(section("x" * 2980) for _ in range(4))
    assert "more than 12000" in problems(Card("x", four))[0]
    assert problems(Home(four)) == []
    assert problems(Card("x", (section("x" * 190),) * 50)) == []


@pytest.mark.parametrize(("drawn", "most"), [(Card, 50), (Home, 100)])
def test_blocks_are_counted(drawn: type[Card | Home], most: int) -> None:
    blocks = (divider(),) * (most + 1)
    assert problems(Card("x", blocks) if drawn is Card else Home(blocks)) == [f"blocks: {most + 1}, more than {most}"]


def test_block_ids_are_unique_within_a_message() -> None:
    twice = (section("x", block_id="b"), section("y", block_id="b"))
    assert problems(Card("x", twice)) == ["blocks: block_id 'b' used more than once"]


def test_a_modal_is_checked_with_its_own_fields() -> None:
    modal = Modal("t" * 25, (entry("Why", text_input("why"), block_id="why"),), "c" * 256, private_metadata="m" * 3001)
    assert problems(modal) == [
        "submit: missing, though a block asks for input",
        "title: 25 characters, more than 24",
        "callback_id: 256 characters, more than 255",
        "private_metadata: 3001 characters, more than 3000",
    ]


def test_input_is_for_modals_and_home_and_alerts_for_modals_only() -> None:
    ask, notice = entry("Why", text_input("why"), block_id="why"), alert("Read this", "warning")
    assert problems(Modal("Reject", (ask, notice), "reject", submit="Reject")) == []
    assert problems(Home((ask, notice))) == ["blocks[1]: alert may not stand here"]
    assert problems(Card("x", (ask,))) == ["blocks[0]: input may not stand here"]
