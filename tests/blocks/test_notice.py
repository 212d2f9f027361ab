"""Short cards."""

import pytest

from blocks.marks import State, mark
from blocks.notice import broken_card, error_card, notice_card, working_card
from core.errors import AssistantError, BadRequest, Cause, Conflict, Incomplete, NotAllowed, NotFound, Upstream
from services.slack.errors import SlackRefused


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (BadRequest("x"), State.WARNING),
        (NotFound("x"), State.WARNING),
        (NotAllowed("x"), State.WARNING),
        (Conflict("x"), State.WARNING),
        (Incomplete("x"), State.WARNING),
        (Upstream("x", cause=Cause.DENIED, retryable=False), State.CRITICAL),
        (SlackRefused("chat.postMessage", "not_in_channel"), State.CRITICAL),
    ],
)
def test_a_system_that_does_not_answer_is_worse_than_a_wrong_question(error: AssistantError, state: State) -> None:
    assert error_card(error).blocks[0]["text"]["text"].startswith(mark(state))


def test_an_error_says_what_happened_and_what_to_do_and_mentions_nobody() -> None:
    card = error_card(BadRequest("“<!channel>” is not an instance id.", advice="Try `/sre-vuln-check i-1`."))
    said = "“&lt;!channel&gt;” is not an instance id."
    assert card.text == f"{said} Try `/sre-vuln-check i-1`."
    assert card.blocks[0]["text"]["text"] == f"{mark(State.WARNING)} {said}\nTry `/sre-vuln-check i-1`."


@pytest.mark.parametrize(
    ("done", "total", "said"),
    [
        (0, None, "Reading findings …"),
        (340, 1000, "Reading findings (340 of 1,000) …"),
        (7, None, "Reading findings …"),
    ],
)
def test_work_says_how_far_it_is_where_that_is_known(done: int, total: int | None, said: str) -> None:
    assert working_card("Reading findings", done, total).text == said


def test_what_broke_is_named_by_its_reference_only() -> None:
    assert "nothing was changed" in broken_card("c0ffee").text
    assert "`c0ffee`" in broken_card("c0ffee").text


def test_a_notice_waits_if_not_told_otherwise() -> None:
    assert notice_card("Busy.").blocks[0]["text"]["text"] == f"{mark(State.WAITING)} Busy."
    assert notice_card("Done.", State.GOOD).blocks[0]["text"]["text"] == f"{mark(State.GOOD)} Done."
