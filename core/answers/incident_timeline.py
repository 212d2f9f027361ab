"""What happened in an incident, for whoever writes it up."""

from datetime import datetime

from core.alerts.alert import AlertLevel
from core.model import Model


class TimelineMoment(Model):
    """One line: when, what, and the Slack user id of who did it; empty where nobody did."""

    at: datetime
    what: str
    who: str = ""


class IncidentTimeline(Model):
    """An incident from its first alert on; `moments` oldest first. `cause` is empty while nobody knows it.

    `judged` is what somebody said of the explanation, `steps` what was to be done, `prevention` what keeps it away.
    """

    incident_id: str
    title: str
    severity: AlertLevel
    state: str
    first_seen: datetime
    last_seen: datetime
    resolved_at: datetime | None
    owner: str
    alerts: int
    things: int
    cause: str
    confidence: str
    moments: tuple[TimelineMoment, ...]
    steps: tuple[str, ...]
    prevention: tuple[str, ...]
    summary: str
