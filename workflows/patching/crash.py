"""Named points at which a test lets the process die, as it would without warning."""

import logging
import os

_log = logging.getLogger(__name__)
# 128 + SIGKILL, what a shell reports of a process that was killed.
_KILLED = 137


class CrashPoints:
    """Dies at one point. Empty, as always outside of tests: never.

    `at` is `<step>:<before|after>`, or `aws <effect>:<before|after>`, as steps and effects may share a name.
    """

    def __init__(self, at: str = "") -> None:
        self._at = at

    def reach(self, name: str, moment: str) -> None:
        """End the process at once where this is the point."""
        if self._at == f"{name}:{moment}":
            _log.critical("SRE_CRASH_AT: ending at %s", self._at)
            os._exit(_KILLED)
