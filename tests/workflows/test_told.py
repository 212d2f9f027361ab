"""What came of one of several questions."""

from concurrent.futures import Future

import pytest

from core.errors import NotFound
from tests.workflows.fakes import DENIED
from workflows.told import absent_gap, told


def test_an_answer_leaves_no_gap() -> None:
    future: Future[int] = Future()
    future.set_result(7)
    assert (told(future, "the number").answer, told(future, "the number").gaps) == (7, ())


def test_an_error_is_a_gap_with_its_sentence_and_advice() -> None:
    future: Future[int] = Future()
    future.set_exception(DENIED)
    (gap,) = told(future, "the number").gaps
    assert (gap.what, gap.why, gap.advice) == ("the number", DENIED.sentence, DENIED.advice)


def test_what_is_late_is_a_gap() -> None:
    late: Future[int] = Future()
    (gap,) = told(late, "the number").gaps
    assert gap.why == "AWS had not answered when the time was up."


def test_a_mistake_of_ours_is_no_gap() -> None:
    broken: Future[int] = Future()
    broken.set_exception(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        told(broken, "the number")


def test_an_absent_instance_is_a_gap() -> None:
    assert absent_gap(NotFound("i-1 is not there.", advice="Check it.")).why == "i-1 is not there."
