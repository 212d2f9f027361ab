"""Cards that are posted for everyone."""

from blocks.asking import PAGES, SHARE
from blocks.shared import asked_card, missing_card, posted_card, refused_card, sent_card, shared_card, without
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


def test_an_answer_for_everyone_says_who_asked_and_cannot_be_posted_again() -> None:
    asked = asked_card(CARD, "U1")
    assert "Post to channel" not in buttons(asked)
    assert asked.blocks[-1]["elements"][0]["text"] == "Asked by <@U1>"


def test_what_went_elsewhere_is_linked_where_the_link_is_known() -> None:
    assert sent_card("https://a.slack.com/archives/D1/p1").text.endswith(
        " <https://a.slack.com/archives/D1/p1|Open it>"
    )
    assert sent_card("").text.endswith("directly.")


def test_an_answer_that_could_not_be_posted_says_why_without_trusting_the_reason() -> None:
    why = refused_card(CARD, "<!channel> restricted_action").blocks[-1]["elements"][0]["text"]
    assert why.startswith("Slack did not let me post this with its files: &lt;")
    assert "<!channel>" not in why


def test_a_missing_file_is_named_without_trusting_its_title() -> None:
    assert missing_card("chart", "<!here>").text == "The chart “&lt;!here&gt;” could not be attached."
    assert missing_card("chart").text == "The chart could not be attached."
