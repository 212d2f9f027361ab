"""Named points at which a test lets the process die, or stand still, as it would without warning."""

import logging
import os
import signal
from threading import local

_log = logging.getLogger(__name__)
# 128 + SIGKILL, what a shell reports of a process that was killed.
_KILLED = 137
_LEAVING = "leaving"


class CrashPoints:
    """Dies at one point. Empty, as always outside of tests: never.

    `at` is `<step>:<before|after>`, or `aws <effect>:<before|after>`, as steps and effects may share a name. At
    `aws <effect>:leaving` the process stands still instead, with its request signed and looked at for the last time.
    """

    def __init__(self, at: str = "") -> None:
        self._at = at
        self._here = local()

    def reach(self, name: str, moment: str) -> None:
        """End the process at once where this is the point."""
        self._here.name = name
        if self._at == f"{name}:{moment}":
            _log.critical("SRE_CRASH_AT: ending at %s", self._at)
            os._exit(_KILLED)

    def leaving(self) -> None:
        """Stand still, once, where a request of the effect that this thread reached last is the point."""
        if self._at and self._at == f"{getattr(self._here, 'name', '')}:{_LEAVING}":
            _log.critical("SRE_CRASH_AT: standing still at %s", self._at)
            self._at = ""
            os.kill(os.getpid(), signal.SIGSTOP)
