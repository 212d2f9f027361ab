"""Cards that are posted for everyone."""

from blocks.asking import PAGES, SHARE
from blocks.shared import posted_card, shared_card, without
from blocks.vuln_check import findings_card
from tests.blocks.answers import buttons, findings_of
from tests.core.examples import finding

CARD = findings_card(findings_of([finding()]))


def test_buttons_of_one_kind_go_and_the_others_stay() -> None:
    row = next(block for block in without(CARD.blocks, SHARE) if block["type"] == "actions")
    assert [each["text"]["text"] for each in row["elements"]] == ["Show all 1"]


def test_a_row_that_is_left_empty_is_gone() -> None:
    left = without(without(CARD.blocks, SHARE), PAGES)
    assert [block["type"] for block in left] == ["section", "section", "section", "context"]


def test_a_posted_card_cannot_be_posted_again_and_says_who_did_it() -> None:
    shared, posted = shared_card(CARD, "U1"), posted_card(CARD, "C1")
    assert "Post to channel" not in buttons(shared) | buttons(posted)
    assert shared.blocks[-1]["elements"][0]["text"] == "Posted by <@U1>"
    assert posted.blocks[-1]["elements"][0]["text"] == "Posted to <#C1>"
    assert shared.text == CARD.text
