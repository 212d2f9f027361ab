"""The error tree."""

import pytest

from core.errors import (
    AssistantError,
    BadRequest,
    Cause,
    Conflict,
    Incomplete,
    NotAllowed,
    NotFound,
    Upstream,
)

TREE = {BadRequest, NotAllowed, NotFound, Conflict, Upstream, Incomplete}


def test_there_are_six_kinds_of_errors_right_below_the_root() -> None:
    assert {kind for kind in AssistantError.__subclasses__() if kind.__module__ == "core.errors"} == TREE


@pytest.mark.parametrize("kind", sorted(TREE - {Upstream}, key=str))
def test_an_error_reads_as_its_sentence_and_what_to_do(kind: type[AssistantError]) -> None:
    error = kind("That id is unknown.", advice="Check it.")
    assert (str(error), error.sentence, error.advice) == ("That id is unknown. Check it.", error.sentence, "Check it.")
    assert str(kind("That id is unknown.")) == "That id is unknown."


def test_a_silent_system_says_whether_asking_again_can_help() -> None:
    late = Upstream.timed_out("ListFindings")
    assert (late.cause, late.retryable) == (Cause.TIMED_OUT, True)
    assert str(late) == "AWS had not answered ListFindings when the time was up. Ask again in a minute."
