"""Which process something belongs to, told so that another one of the same machine can see that it is dead.

Linux only; elsewhere nothing is told, and nobody is known to be dead.
"""

import os
from pathlib import Path

_PROC = Path("/proc")
_BOOT = _PROC / "sys/kernel/random/boot_id"
# In /proc/<pid>/stat, counted from after the name in brackets: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
_STATE, _STARTED = 0, 19
_DEAD = frozenset("ZXx")


def this_process() -> str:
    """This process, among all of this boot of the machine; empty where that cannot be told."""
    try:
        return f"{_here()} {os.getpid()} {_stat(os.getpid())[_STARTED]}"
    except OSError:
        return ""


def is_dead(process: str) -> bool:
    """Whether a process that `this_process` told of has certainly ended; False where that is not known."""
    try:
        place, pid, started = process.rsplit(" ", 2)
        if place != _here():
            return False
    except (OSError, ValueError):
        return False
    try:
        stat = _stat(int(pid))
    except OSError:
        return not (_PROC / pid).exists()
    return stat[_STARTED] != started or stat[_STATE] in _DEAD


def _here() -> str:
    """This boot of the machine, and the name space that process ids are told in."""
    return f"{_BOOT.read_text().strip()} {(_PROC / 'self/ns/pid').readlink()}"


def _stat(pid: int) -> list[str]:
    return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
