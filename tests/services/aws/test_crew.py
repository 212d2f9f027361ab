from collections.abc import Iterator
from threading import Event

import pytest

from core.errors import Upstream
from services.aws.crew import Crew, side_by_side
from services.aws.deadline import answering_within, left_s
from tests.core.examples import StillClock


@pytest.fixture
def crew() -> Iterator[Crew]:
    with Crew(1) as made:
        yield made


def test_the_deadline_goes_with_the_work_to_its_thread(crew: Crew) -> None:
    clock = StillClock()
    with answering_within(7, clock):
        assert crew.submit(left_s).result() == 7


def test_work_that_comes_up_too_late_is_not_begun(crew: Crew) -> None:
    clock, go, begun = StillClock(), Event(), Event()
    crew.submit(go.wait)
    with answering_within(1, clock):
        waiting = crew.submit(begun.set)
    clock.advance(seconds=2)
    go.set()
    assert isinstance(waiting.exception(), Upstream)
    assert not begun.is_set()


def test_answers_come_in_the_order_of_the_questions(crew: Crew) -> None:
    assert side_by_side(crew, str.upper, ["a", "b", "c"], "Asking") == ["A", "B", "C"]


def test_one_question_is_asked_on_the_same_thread_so_that_a_full_crew_cannot_lock_itself(crew: Crew) -> None:
    assert crew.submit(lambda: side_by_side(crew, str.upper, ["a"], "Asking")).result(5) == ["A"]


def test_questions_without_an_answer_in_time_are_an_error_that_names_the_operation(crew: Crew) -> None:
    go = Event()
    with answering_within(0.05), pytest.raises(Upstream, match="ListCoverage"):
        side_by_side(crew, lambda _: go.wait(), ["a", "b"], "ListCoverage")
    go.set()


def test_a_question_without_which_there_is_no_answer_is_given_up_in_time(crew: Crew) -> None:
    go = Event()
    with answering_within(0.05), pytest.raises(Upstream, match="had not answered DescribeInstances"):
        crew.answer(go.wait, "DescribeInstances")
    go.set()


def test_the_answer_or_the_error_of_such_a_question_is_its_own(crew: Crew) -> None:
    assert crew.answer(lambda: 7, "DescribeInstances") == 7
    with pytest.raises(ZeroDivisionError):
        crew.answer(lambda: 1 // 0, "DescribeInstances")
