from itertools import combinations

import pytest

from core.windows.choice import Choice, Obstacle, choose
from tests.core.examples import NOW
from tests.core.windows.loads import Curve, by_night, moment, outlook, quiet_at


def chosen(curve: Curve, *, days_ahead: int = 7, minutes: int = 60, most: int = 3, **more: float) -> tuple[Choice, ...]:
    obstacles = [Obstacle(start=more["start"], end=more["end"], costs=more["costs"])] if more else []
    return choose(outlook(curve), days_ahead=days_ahead, minutes=minutes, most=most, obstacles=obstacles)


def test_alternatives_lie_half_a_day_apart() -> None:
    found = chosen(by_night, most=5)
    assert len(found) == 5
    assert all(abs(one.start - other.start) >= 12 * 3600 for one, other in combinations(found, 2))


def test_of_equal_windows_the_sooner_is_better() -> None:
    assert chosen(lambda _: 10.0, most=1)[0].start - NOW.timestamp() <= 3600


@pytest.mark.parametrize("minutes", [15, 60, 90, 240])
def test_a_window_is_as_long_as_asked_and_wholly_quiet(minutes: int) -> None:
    (found,) = chosen(quiet_at(6, 8, 4), minutes=minutes, most=1)
    assert found.end - found.start == minutes * 60
    assert found.expected == pytest.approx(10, abs=1)


def test_the_middle_of_a_quiet_time_is_better_than_its_edge() -> None:
    assert moment(chosen(quiet_at(6, 8, 3), most=1)[0].start).hour == 9


def test_a_cost_moves_a_window_only_if_the_load_elsewhere_is_low_enough() -> None:
    (free,) = chosen(quiet_at(6, 8), most=1)
    little = chosen(quiet_at(6, 8), most=1, start=free.start, end=free.end, costs=0.1)
    much = chosen(quiet_at(6, 8), most=1, start=free.start, end=free.end, costs=0.9)
    assert little[0].start == free.start
    assert much[0].start != free.start


def test_an_obstacle_that_only_touches_a_window_costs_nothing() -> None:
    (free,) = chosen(quiet_at(6, 8), most=1)
    assert chosen(quiet_at(6, 8), most=1, start=free.end, end=free.end + 60, costs=0.9)[0].score == free.score


def test_no_window_is_longer_than_the_time_ahead() -> None:
    assert chosen(by_night, days_ahead=1, minutes=25 * 60) == ()
