"""The edge of the process."""

import pytest

from blocks.card import Card
from bot.edge import guarded
from core.errors import BadRequest, Cause, Upstream


def raising(error: Exception) -> list[Card]:
    """The cards that are told when the work raises."""
    told: list[Card] = []

    def work() -> None:
        raise error

    guarded("a test", work, told.append)
    return told


def test_work_that_goes_well_tells_nothing() -> None:
    told: list[Card] = []
    guarded("a test", lambda: None, told.append)
    assert told == []


def test_an_error_of_ours_is_told_as_it_is() -> None:
    assert [card.text for card in raising(BadRequest("No such id.", advice="Check it."))] == ["No such id. Check it."]


def test_what_nobody_foresaw_goes_to_the_log_under_the_reference_that_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    [card] = raising(ZeroDivisionError("secret detail"))
    assert "secret detail" not in card.text
    reference = card.text.split("`")[1]
    assert f"a test broke, reference {reference}" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_an_answer_that_cannot_be_delivered_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def refuse(_: Card) -> None:
        raise Upstream("Slack is gone.", cause=Cause.UNREACHABLE, retryable=True)

    def work() -> None:
        raise BadRequest("No such id.")

    guarded("a test", work, refuse)
    assert "could not be delivered: Slack is gone." in caplog.text
