"""An alert in our own words, whoever sent it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from core.model import Model


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


class Alert(Model):
    """One alert of one thing. Texts come from strangers: control characters are gone and lengths are limited.

    `fingerprint` is the same for repeats and changes of state of one thing, and differs between things.
    `kind` is the shape that was recognised ("cloudwatch alarm"), `source` the name that the receiver gave the sender.
    `sent_severity` is the sender's own word. `resource` is an ARN or another id. `at` is when it began or was seen,
    `ended` when it was over; None where the sender told no time that can be read.
    The rest is what structure tells: `namespace` (of the metric, or the event's source), `metrics` by name,
    `event_type` (EventBridge's detail-type and the like) and `expression` (the query of the rule).
    """

    fingerprint: str
    source: str = ""
    kind: str = "generic"
    state: AlertState = AlertState.FIRING
    severity: AlertLevel = AlertLevel.UNKNOWN
    sent_severity: str = ""
    title: str
    message: str = ""
    service: str = ""
    resource: str = ""
    account: str = ""
    region: str = ""
    at: datetime | None = None
    ended: datetime | None = None
    labels: Mapping[str, str] = Field(default_factory=dict)
    links: tuple[str, ...] = ()
    namespace: str = ""
    metrics: tuple[str, ...] = ()
    event_type: str = ""
    expression: str = ""
