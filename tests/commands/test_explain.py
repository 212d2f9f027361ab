"""/sre-explain."""

import pytest

from commands.explain import explain_alert
from commands.words import arguments_from
from core.errors import BadRequest
from tests.commands.caller import context_of, small_account

POOL = "Database connection pool exhausted for user-service"


def test_a_pasted_text_is_explained() -> None:
    found = explain_alert(context_of(small_account()), text=POOL)
    assert (found.specialist, found.cause) == ("database", "pool_exhausted")


def test_the_words_after_the_command_are_one_text() -> None:
    assert arguments_from(POOL, explain_alert) == {"text": POOL}
    assert arguments_from('{"title": "x, y", "severity": "high"}', explain_alert) == {
        "text": '{"title": "x, y", "severity": "high"}'
    }


def test_a_single_word_that_is_an_id_is_an_incident() -> None:
    assert arguments_from(" inc-20261120-7f3a9c ", explain_alert) == {"incident_id": "inc-20261120-7f3a9c"}


def test_without_anything_it_says_what_it_needs() -> None:
    assert arguments_from("  ", explain_alert) == {}
    with pytest.raises(BadRequest, match="an incident or the text of an alert"):
        explain_alert(context_of(small_account()))


def test_a_text_that_is_far_too_long_is_refused() -> None:
    with pytest.raises(BadRequest, match="longer than 20,000"):
        explain_alert(context_of(small_account()), text="x" * 30_000)
