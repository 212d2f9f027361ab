"""Until when an answer is of use to somebody: known to every call that is made for it, on whichever thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf

from core.clock import Clock, SystemClock

_UNTIL: ContextVar[tuple[Clock, float] | None] = ContextVar("until", default=None)
_SYSTEM = SystemClock()


@contextmanager
def answering_within(seconds: float, clock: Clock = _SYSTEM) -> Iterator[None]:
    """Calls made inside, and on the threads of a `Crew` for it, are of no use after `seconds`.

    Inside another such block the nearer deadline holds.
    """
    token = _UNTIL.set((clock, clock.monotonic() + min(seconds, left_s())))
    try:
        yield
    finally:
        _UNTIL.reset(token)


def left_s() -> float:
    """Seconds until the answer is owed, 0 when it is overdue; infinite where nobody waits."""
    until = _UNTIL.get()
    return inf if until is None else max(0.0, until[1] - until[0].monotonic())


def patience_s() -> float | None:
    """The same as a timeout: None for ever."""
    left = left_s()
    return None if left == inf else left
