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
    """One fingerprint of an incident: its latest alert, how often it came, and how it stands."""

    alert: Alert
    count: int
    state: AlertState
    last_seen: datetime


class Incident(Model):
    """Alerts of one thing, of one parent, or of one burst.

    `count` is every alert that arrived for it, exactly; `things` how many fingerprints they had, of which `members` are
    the worst few. `firing` is how many of the things are not over. `owner` is the Slack user id of whoever acknowledged
    or resolved it. `silenced_by` says why nobody is told, "" where they are; `silence_id` names the silence where a
    person made one, and is empty where our own work is the reason. `turned` are the latest moments at which it went
    between over and not over, `flapping` that these are too many. `specialist` is empty where none fits. `told` is
    whether it has ever had a message.
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
    silence_id: str = ""
    silenced_until: datetime | None = None
    grouped_by: str = ""
    count: int = 1
    things: int = 1
    firing: int = 1
    turned: tuple[datetime, ...] = ()
    flapping: bool = False
    reopened: int = 0
    told: bool = False
    members: tuple[Member, ...] = ()

    @property
    def alert(self) -> Alert:
        """The alert that leads it: the worst that is not over, else the worst."""
        return self.members[0].alert

    @property
    def message_key(self) -> str:
        """The outbox key of its message; replies name it as their thread."""
        return f"incident:{self.id}"

    @property
    def open(self) -> bool:
        """Whether it is not over."""
        return self.state is not IncidentState.RESOLVED
