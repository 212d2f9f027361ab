"""Ends a process whose clock has stood still for long: its supervisor starts another one, which makes up for it."""

import logging
from collections.abc import Callable
from threading import Event

_log = logging.getLogger(__name__)
LOOK_EVERY_S, STUCK_S = 5.0, 120.0


def watch(stop: Event, still_for_s: Callable[[], float], look_every_s: float = LOOK_EVERY_S) -> bool:
    """Wait for the end; False where it is the process itself that has to end.

    `still_for_s` is how long ago the scheduler looked at the clock. Health has been red for a minute and a half then.
    """
    while not stop.wait(look_every_s):
        if (still_s := still_for_s()) > STUCK_S:
            _log.critical("the scheduler has stood still for %.0f s; ending, so that a new process begins", still_s)
            return False
    return True
