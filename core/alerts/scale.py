"""How bad an alert is, and whether it still is."""

from enum import StrEnum


class AlertState(StrEnum):
    """What the sender says of it now; UNKNOWN where it tells of an event and not of a state."""

    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    UNKNOWN = "unknown"


class AlertLevel(StrEnum):
    """How bad the sender says it is, worst first. UNKNOWN means nobody said: not harmless."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"
    UNKNOWN = "unknown"


# Worst first. What nobody judged stands between what wakes people and what can wait.
_RANKS = ("critical", "high", "unknown", "medium", "low", "info")


def rank(level: AlertLevel) -> int:
    """0 for the worst; what nobody judged counts as worse than medium."""
    return _RANKS.index(level)
