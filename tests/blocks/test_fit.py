"""The last line of defence."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from blocks.card import Block, Card
from blocks.elements import actions, button, context, divider, header, section
from blocks.fit import fit
from blocks.limits import problems
from blocks.text import mrkdwn, plain

LONG = st.builds(lambda piece, times: piece * times, st.text(max_size=4), st.integers(0, 2500))
TEXT = st.builds(lambda text, make: make(text), LONG, st.sampled_from([mrkdwn, plain]))
ID = st.text(st.sampled_from("ab"), max_size=300)
BUTTON: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"type": st.sampled_from(["button", "overflow", "buton"]), "text": TEXT, "action_id": ID},
    optional={"value": LONG, "style": st.sampled_from(["primary", "blue"]), "confirm": st.just({"title": "no object"})},
)
BLOCK: st.SearchStrategy[Block] = st.fixed_dictionaries(
    {"type": st.sampled_from(["section", "header", "context", "actions", "divider", "image", "input", "table"])},
    optional={
        "text": TEXT,
        "block_id": ID,
        "fields": st.lists(TEXT, max_size=12),
        "elements": st.lists(st.one_of(BUTTON, TEXT, st.none()), max_size=12) | st.just([mrkdwn("x")] * 30),
        "accessory": BUTTON,
        "alt_text": LONG,
        "image_url": LONG,
    },
)


def said(card: Card) -> str:
    return str(card.blocks[-1]["elements"][0]["text"])


@given(LONG, st.lists(BLOCK, max_size=6), st.integers(1, 20))
def test_whatever_comes_in_a_card_without_problems_goes_out(text: str, blocks: list[Block], times: int) -> None:
    fitted = fit(Card(text, tuple(blocks * times)))
    assert problems(fitted) == []
    assert fit(fitted) == fitted


def test_a_card_that_fits_comes_back_unchanged() -> None:
    card = Card(
        "3 findings", (header("web-3"), section("x", fields=["a"]), actions(button("Plan", "plan")), context("eu"))
    )
    assert fit(card) == card


def test_trailing_blocks_are_left_out_and_counted() -> None:
    fitted = fit(Card("x", (divider(),) * 60))
    assert len(fitted.blocks) == 50
    assert said(fitted) == "11 parts of this message could not be shown here."


def test_a_message_that_is_too_long_altogether_loses_its_tail() -> None:
    fitted = fit(Card("x", tuple(section(f"{n}" * 2990) for n in range(6))))
    assert [block["type"] for block in fitted.blocks] == ["section"] * 3 + ["context"]
    assert said(fitted) == "3 parts of this message could not be shown here."


def test_a_block_that_cannot_be_mended_is_counted_too() -> None:
    fitted = fit(Card("x", (section("a"), {"type": "table"}, section("b"))))
    assert [block["type"] for block in fitted.blocks] == ["section", "section", "context"]
    assert said(fitted) == "1 part of this message could not be shown here."


def test_a_button_with_a_cut_value_would_mean_something_else_so_it_goes() -> None:
    row = actions(button("Keep", "keep", "wf-1"), button("Lose", "lose", "v" * 2001))
    assert fit(Card("x", (row,))).blocks == (actions(button("Keep", "keep", "wf-1")),)


def test_an_entity_at_the_edge_stays_whole() -> None:
    text = fit(Card("x", ({"type": "section", "text": mrkdwn("x" * 2996 + "&amp;" * 9)},))).blocks[0]["text"]["text"]
    assert text == "x" * 2996 + "…"


def test_a_fence_that_was_cut_is_closed_again() -> None:
    text = fit(Card("x", ({"type": "section", "text": mrkdwn("```" + "x" * 4000 + "```")},))).blocks[0]["text"]["text"]
    assert text.endswith("x…\n```")
    assert len(text) == 3000
