"""Answers that are kept for a while."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, get_ident

import pytest

from tests.core.examples import StillClock
from workflows.fresh import Fresh


class Asked:
    """A question that is answered with how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


def fresh(clock: StillClock, worth_keeping: Callable[[int], bool] = lambda _: True) -> Fresh[int]:
    return Fresh(clock, 300, worth_keeping)


@pytest.mark.parametrize(("later_s", "times"), [(0, 1), (300, 1), (301, 2)])
def test_an_answer_is_kept_for_its_time(clock: StillClock, later_s: int, times: int) -> None:
    kept, ask = fresh(clock), Asked()
    kept.get("fleet", ask)
    clock.advance(seconds=later_s)
    assert kept.has("fleet") is (times == 1)
    assert kept.get("fleet", ask) == times


def test_an_answer_that_is_not_worth_keeping_is_asked_for_again(clock: StillClock) -> None:
    kept, ask = fresh(clock, lambda _: False), Asked()
    assert [kept.get("fleet", ask), kept.get("fleet", ask)] == [1, 2]
    assert not kept.has("fleet")


def test_each_question_has_its_own_answer(clock: StillClock) -> None:
    kept, ask = fresh(clock), Asked()
    assert [kept.get("a", ask), kept.get("b", ask), kept.get("a", ask)] == [1, 2, 1]


def test_what_is_forgotten_is_asked_for_again(clock: StillClock) -> None:
    kept, ask = fresh(clock), Asked()
    kept.get("fleet", ask)
    kept.forget()
    assert kept.get("fleet", ask) == 2


def test_several_who_ask_at_once_share_one_answer(clock: StillClock) -> None:
    kept, ask, go = fresh(clock), Asked(), Event()

    def slow() -> int:
        go.wait(5)
        return ask()

    with ThreadPoolExecutor(5) as people:
        answers = [people.submit(kept.get, "fleet", slow) for _ in range(5)]
        go.set()
    assert [answer.result() for answer in answers] == [1] * 5


class Knock:
    """A key that knows when that many people have asked for it."""

    def __init__(self, people: int) -> None:
        self._people = people
        self._seen: set[int] = set()
        self.all_here = Event()

    def __hash__(self) -> int:
        self._seen.add(get_ident())
        if len(self._seen) == self._people:
            self.all_here.set()
        return 1


@pytest.mark.parametrize("fails", [False, True])
def test_twenty_who_ask_at_once_share_one_answer_or_one_error(clock: StillClock, *, fails: bool) -> None:
    kept, ask, key = fresh(clock, lambda _: False), Asked(), Knock(20)

    def slow() -> int:
        assert key.all_here.wait(5)
        if fails:
            raise TimeoutError(ask())
        return ask()

    with ThreadPoolExecutor(20) as people:
        answers = [people.submit(kept.get, key, slow) for _ in range(20)]
    assert ask.times == 1
    assert [isinstance(answer.exception(), TimeoutError) for answer in answers] == [fails] * 20


def test_a_question_that_fails_fails_for_who_asked_and_is_asked_again_by_the_next(clock: StillClock) -> None:
    kept, ask = fresh(clock), Asked()

    def fail() -> int:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        kept.get("fleet", fail)
    assert kept.get("fleet", ask) == 1


def test_the_oldest_answers_make_room(clock: StillClock) -> None:
    kept, ask = fresh(clock), Asked()
    for number in range(65):
        kept.get(number, ask)
    assert not kept.has(0)
    assert kept.has(1)


def test_questions_that_came_to_nothing_take_no_room(clock: StillClock) -> None:
    kept, ask = fresh(clock, lambda _: False), Asked()
    for number in range(200):
        kept.get(number, ask)
    assert len(kept._asking) == 0


def test_an_answer_that_was_under_way_when_all_was_forgotten_is_not_kept(clock: StillClock) -> None:
    kept, ask = fresh(clock), Asked()

    def refreshed_meanwhile() -> int:
        kept.forget()
        return ask()

    kept.get("fleet", refreshed_meanwhile)
    assert not kept.has("fleet")
