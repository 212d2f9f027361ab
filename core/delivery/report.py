"""What is told of an incident, before anybody gives it the form that a place wants."""

from datetime import datetime
from hashlib import sha256

from core.alerts.incident import Incident
from core.model import Model


class Report(Model):
    """An incident in plain words, secrets masked. `link` is its message in Slack, "" where that is not known.

    `cause` and `actions` are of the explanation, empty where there is none yet.
    """

    incident_id: str
    title: str
    state: str
    severity: str
    specialist: str
    service: str
    resource: str
    message: str
    count: int
    things: int
    owner: str
    first_seen: datetime
    last_seen: datetime
    resolved_at: datetime | None
    link: str = ""
    cause: str = ""
    confidence: str = ""
    actions: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the incident is not over."""
        return self.state != "resolved"

    @property
    def digest(self) -> str:
        """The same for reports that need not be told again: counts, times and a later cause are no news."""
        told = (self.title, self.state, self.severity, self.owner)
        return sha256("\x1f".join(told).encode()).hexdigest()[:16]


def state_of(incident: Incident) -> str:
    """In a word."""
    return incident.state.value


class Sent(Model):
    """What was told to one place of one incident. `reference` is how the place calls it (a Jira key).

    `digest` is of the report that was told last, "" before the first; `times` counts tellings.
    """

    delivery: str
    incident_id: str
    digest: str = ""
    reference: str = ""
    times: int = 0
    tries: int = 0
    error: str = ""
    since: datetime
