"""An alert in our own words, whoever sent it."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from pydantic import Field

from core.alerts.levels import level_of
from core.alerts.scale import AlertLevel, AlertState, rank
from core.model import Model

__all__ = ["Alert", "AlertLevel", "AlertState", "rank"]


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

    @classmethod
    def of_text(cls, title: str, description: str = "", severity: str = "", expr: str = "") -> "Alert":
        """An alert of texts alone, as people paste it and as rules are published."""
        named = sha256(f"{title}\x1f{expr}".encode("utf-8", "replace")).hexdigest()[:16]
        return cls(
            fingerprint=named,
            kind="text",
            title=" ".join(title.split()) or "Alert without a title",
            message=description,
            severity=level_of(severity),
            sent_severity=severity,
            expression=expr,
        )
