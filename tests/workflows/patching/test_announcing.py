"""The messages of a patch."""

from blocks.notice import notice_card
from core.patching.states import State
from services.slack.outbox import FileOf
from services.store import Put
from tests.blocks.patches import standing
from workflows.patching.announcing import Line, announced, charted

KEY = "patch:w-20260301-abc123"


def message(put: Put) -> dict[str, object]:
    return dict(put.doc["message"])


def test_there_is_one_card_and_its_lines_are_in_its_thread() -> None:
    card, line = announced(standing(State.WAITING), (Line("asked", notice_card("Rita asks.")),))
    assert (card.key, line.key, card.state) == (KEY, f"{KEY}:asked", "urgent")
    assert (message(card)["thread_key"], message(line)["thread_key"]) == ("", KEY)
    assert {message(each)["channel"] for each in (card, line)} == {"C0SREOPS01"}


def test_the_same_card_again_is_an_edit_whatever_stands_there() -> None:
    [first], [second] = announced(standing(State.WAITING)), announced(standing(State.APPROVED))
    assert (first.key, first.expect) == (second.key, None)
    assert message(first)["text"] != message(second)["text"]


def test_a_chart_has_words_for_where_slack_does_not_take_it() -> None:
    chart = charted(standing(State.WAITING), FileOf(digest="a" * 64, name="load.png", title="quiet at night"))
    assert (chart.key, message(chart)["thread_key"]) == (f"{KEY}:chart", KEY)
    assert "quiet at night" in str(message(chart)["text"])
