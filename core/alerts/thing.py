"""What is known of one fingerprint: how it stands, whatever order its alerts came in, and how often they came."""

from datetime import datetime, timedelta

from core.alerts.alert import Alert
from core.alerts.scale import AlertState
from core.model import Model

# Their times are those of a change of state; with other senders the time may be that of a rule or of the template.
_TRUSTED = frozenset({"prometheus", "grafana", "signoz", "cloudwatch alarm", "pagerduty", "finding", "event"})
_FRESH = timedelta(hours=1)
_SKEW = timedelta(minutes=5)
# Of two that claim the same moment the later step in an alert's life counts.
_STEPS = {AlertState.UNKNOWN: 0, AlertState.FIRING: 0, AlertState.ACKNOWLEDGED: 1, AlertState.RESOLVED: 2}


class Thing(Model):
    """One fingerprint. `alert` is the one that decided the state, at `moved` by its sender's clock.

    `incident` is empty while it belongs to none, because nothing but its end was heard.
    """

    alert: Alert
    incident: str = ""
    state: AlertState
    moved: datetime
    count: int = 1
    first_seen: datetime
    last_seen: datetime

    @property
    def firing(self) -> bool:
        """Whether it is not over; what tells of an event and no state is not over until it has been quiet."""
        return self.state is not AlertState.RESOLVED

    @classmethod
    def of(cls, alert: Alert, received: datetime) -> "Thing":
        """The first time that it is heard of."""
        moved = moment_of(alert, received)
        return cls(alert=alert, state=alert.state, moved=moved, first_seen=received, last_seen=received)

    def heard(self, alert: Alert, received: datetime) -> "Thing":
        """With one more alert; one that was overtaken by a newer state counts and changes nothing else."""
        moved = moment_of(alert, received)
        seen = {"count": self.count + 1, "last_seen": max(self.last_seen, received)}
        if (moved, _STEPS[alert.state]) < (self.moved, _STEPS[self.state]):
            return self.model_copy(update=seen)
        return self.model_copy(update={**seen, "alert": alert, "state": alert.state, "moved": moved})


def moment_of(alert: Alert, received: datetime) -> datetime:
    """When the alert's state began: by its sender where that can be, else when it was received."""
    told = (alert.ended or alert.at) if alert.state is AlertState.RESOLVED else alert.at
    if told is None or told > received + _SKEW:
        return received
    return told if alert.kind in _TRUSTED or received - told < _FRESH else received
