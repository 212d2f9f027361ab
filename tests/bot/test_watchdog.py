"""Who waits for the end of the process, and ends it where it stands still."""

from threading import Event

from bot.watchdog import STUCK_S, watch


def test_an_end_that_was_asked_for_is_well() -> None:
    stop = Event()
    stop.set()
    assert watch(stop, lambda: 1_000.0)


def test_a_clock_that_stands_still_for_too_long_ends_the_process() -> None:
    looks = iter([0.4, STUCK_S - 1, STUCK_S + 1])
    assert not watch(Event(), lambda: next(looks), look_every_s=0.001)
