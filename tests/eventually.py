"""Waiting for what another thread will do."""

from collections.abc import Callable
from threading import Event
from time import monotonic, sleep
from typing import TypeVar

T = TypeVar("T")


def eventually(ask: Callable[[], T | None], within_s: float = 5) -> T:
    """The first answer that is not empty, zero or False."""
    end = monotonic() + within_s
    while not (answer := ask()):
        assert monotonic() < end, "it never came"
        sleep(0.005)
    return answer


def until(go: Event, within_s: float = 5) -> Callable[[], None]:
    """Work that lasts until a test lets it go."""

    def work() -> None:
        go.wait(within_s)

    return work
