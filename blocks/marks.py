"""The one set of marks for state: each has its own shape and its own word, never a colour alone."""

from enum import StrEnum


class State(StrEnum):
    """How a thing stands. UNKNOWN is never drawn as GOOD."""

    CRITICAL = "critical"
    WARNING = "warning"
    GOOD = "good"
    WORKING = "working"
    WAITING = "waiting"
    UNKNOWN = "unknown"


_SHORTCODES = {
    State.CRITICAL: ":rotating_light:",
    State.WARNING: ":warning:",
    State.GOOD: ":white_check_mark:",
    State.WORKING: ":hourglass_flowing_sand:",
    State.WAITING: ":raised_hand:",
    State.UNKNOWN: ":grey_question:",
}


def mark(state: State) -> str:
    """The emoji shortcode of a state; the sentence beside it must still say the state in words."""
    return _SHORTCODES[state]
