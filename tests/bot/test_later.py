"""Small work at a later moment."""

from functools import partial
from threading import Event

from bot.later import Later
from bot.pools import Pool
from tests.core.examples import StillClock


def later(clock: StillClock) -> Later:
    return Later(Pool("lines", workers=1, backlog=9, per_key=9), clock)


def test_work_waits_for_its_moment() -> None:
    clock, done = StillClock(), Event()
    waiting = later(clock)
    waiting.after(0.3, done.set)
    waiting.tick()
    assert not done.is_set()
    clock.advance(seconds=0.3)
    waiting.tick()
    assert done.wait(5)


def test_the_earliest_comes_first() -> None:
    clock, said = StillClock(), list[float]()
    waiting = later(clock)
    for moment_s in (0.9, 0.3, 0.6):
        waiting.after(moment_s, partial(said.append, moment_s))
    clock.advance(seconds=1)
    for work in waiting._due():
        work()
    assert said == [0.3, 0.6, 0.9]


def test_a_started_one_watches_the_clock_by_itself() -> None:
    clock, done = StillClock(), Event()
    waiting = later(clock)
    waiting.start()
    waiting.after(0, done.set)
    assert done.wait(5)
    waiting.stop()
