"""The states of a patch, as a whole and on each machine, and which may follow which."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """The whole patch, as its card tells it; whether one of two has approved is told by the votes."""

    WAITING = "waiting"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    VERIFIED = "verified"
    STOPPED = "stopped"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"
    REJECTED = "rejected"
    EXPIRED = "expired"
    VOID = "void"
    NEEDS_HUMAN = "needs_human"
    HANDLED = "handled"


class Step(StrEnum):
    """What is being done on one machine. A step may wait, and is entered again after a crash."""

    PLANNED = "planned"
    PRECHECK = "precheck"
    DRAIN = "drain"
    BACKUP = "backup"
    INSTALL = "install"
    REBOOT = "reboot"
    VERIFY = "verify"
    UNDRAIN = "undrain"
    DONE = "done"
    RELEASE = "release"
    SKIPPED = "skipped"
    ROLLBACK = "rollback"
    VERIFY_ROLLBACK = "verify_rollback"
    RESTORE_TRAFFIC = "restore_traffic"
    ROLLED_BACK = "rolled_back"
    NEEDS_HUMAN = "needs_human"


def _graph(**follows: str) -> Mapping[State, frozenset[State]]:
    return MappingProxyType({State(name): frozenset(map(State, after.split())) for name, after in follows.items()})


def _steps(**follows: str) -> Mapping[Step, frozenset[Step]]:
    return MappingProxyType({Step(name): frozenset(map(Step, after.split())) for name, after in follows.items()})


# Each step may be entered again; a human may be needed from anywhere that is not an end.
FOLLOWS = _graph(
    waiting="approved scheduled rejected expired void",
    approved="running scheduled rejected expired void",
    scheduled="running approved rejected expired void",
    running="verified stopped rolling_back rolled_back needs_human",
    # A rollback on demand is a patch of its own, and leaves in the one that it took back only what came of it.
    verified="rolling_back rolled_back needs_human",
    stopped="rolling_back rolled_back needs_human",
    rolling_back="rolled_back needs_human",
    rolled_back="",
    rejected="",
    expired="",
    void="",
    # A person has looked at it: nothing is done to any machine by that.
    needs_human="handled",
    handled="",
)
STEP_FOLLOWS = _steps(
    planned="precheck skipped",
    precheck="drain release needs_human",
    drain="backup rollback release needs_human",
    backup="install rollback release needs_human",
    install="reboot verify rollback release needs_human",
    reboot="verify rollback needs_human",
    verify="undrain rollback needs_human",
    undrain="done rollback needs_human",
    done="rollback rolled_back needs_human",
    release="skipped needs_human",
    skipped="",
    rollback="verify_rollback needs_human",
    verify_rollback="restore_traffic needs_human",
    restore_traffic="rolled_back needs_human",
    rolled_back="",
    needs_human="",
)
ENDS = frozenset(state for state, after in FOLLOWS.items() if not after)
"""Nothing leaves these."""
STEP_ENDS = frozenset({Step.DONE, Step.SKIPPED, Step.ROLLED_BACK, Step.NEEDS_HUMAN})


def may_follow(before: State, after: State) -> bool:
    """Whether a patch may go from one state to the other."""
    return after in FOLLOWS[before]


def step_may_follow(before: Step, after: Step) -> bool:
    """Whether a machine may go from one step to the other; staying is no transition."""
    return after in STEP_FOLLOWS[before]
