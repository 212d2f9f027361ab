from bot.allowance import Allowance
from tests.workflows.patching.people import MovedClock


def test_a_minutes_worth_is_there_at_once_and_comes_back_evenly() -> None:
    clock = MovedClock()
    allowance = Allowance(6, clock)
    assert [allowance.take() for _ in range(7)] == [0, 0, 0, 0, 0, 0, 10]
    clock.advance(seconds=10)
    assert (allowance.take(), allowance.take()) == (0, 10)
    clock.advance(seconds=3600)
    assert [allowance.take() for _ in range(7)][-2:] == [0, 10]


def test_who_asks_while_there_is_none_loses_nothing_by_it() -> None:
    clock = MovedClock()
    allowance = Allowance(1, clock)
    allowance.take()
    for _ in range(100):
        allowance.take()
    clock.advance(seconds=60)
    assert allowance.take() == 0
