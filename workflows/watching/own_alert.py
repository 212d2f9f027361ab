"""An alert of our own, as every watch raises it."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Required, TypedDict, Unpack

from core.alerts.alert import Alert, AlertLevel, AlertState


class Told(TypedDict, total=False):
    """What a watch says; see `core.alerts.alert.Alert`."""

    kind: Required[str]
    severity: Required[AlertLevel]
    title: Required[str]
    message: Required[str]
    at: Required[datetime]
    namespace: Required[str]
    service: str
    resource: str
    account: str
    region: str
    labels: Mapping[str, str]
    metrics: tuple[str, ...]
    event_type: str


def own_alert(watch: str, what: str, **told: Unpack[Told]) -> Alert:
    """It fires; `what` tells it from everything else that the watch raises."""
    return Alert(
        fingerprint=sha256(f"{watch}/{what}".encode()).hexdigest()[:32],
        source="assistant",
        state=AlertState.FIRING,
        sent_severity=told["severity"].value,
        **told,
    )
