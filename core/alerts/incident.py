"""Incidents: what alerts that belong together are one of, with one message and one thread in Slack."""

from datetime import datetime
from enum import StrEnum

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.model import Model


class IncidentState(StrEnum):
    """Where an incident stands. SILENCED is open, but nobody is told; whoever or whatever did it is named."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SILENCED = "silenced"
    RESOLVED = "resolved"


class Member(Model):
    """One fingerprint of an incident: its latest alert, and how often it came.

    `moved` is when the state last changed by the senders' clock, so that what arrives late changes nothing.
    """

    alert: Alert
    count: int = 1
    state: AlertState = AlertState.FIRING
    first_seen: datetime
    last_seen: datetime
    moved: datetime


class Incident(Model):
    """Alerts of one thing, of one parent, or of one burst.

    `count` is every alert that arrived for it, exactly; `things` how many fingerprints they had, of which `members` are
    the first and worst few. `owner` is the Slack user id of whoever acknowledged it. `silenced_by` says why nobody is
    told, "" where they are. `changes` counts changes between firing and resolved, `flapping` that they are too many.
    `specialist` is empty until somebody routed it.
    """

    id: str
    state: IncidentState
    severity: AlertLevel
    title: str
    specialist: str = ""
    route_why: str = ""
    first_seen: datetime
    last_seen: datetime
    resolved_at: datetime | None = None
    acknowledged_at: datetime | None = None
    owner: str = ""
    silenced_by: str = ""
    grouped_by: str = ""
    count: int = 1
    things: int = 1
    firing: int = 1
    changes: int = 0
    flapping: bool = False
    reopened: int = 0
    members: tuple[Member, ...] = ()

    @property
    def alert(self) -> Alert:
        """The alert that leads it: the worst that still fires, else the worst, else the first."""
        return self.members[0].alert

    @property
    def message_key(self) -> str:
        """The outbox key of its message; replies name it as their thread."""
        return f"incident:{self.id}"

    @property
    def open(self) -> bool:
        """Whether it is not over."""
        return self.state is not IncidentState.RESOLVED
