"""One place to which incidents go, as the settings hold it."""

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from core.alerts.incident import Incident, IncidentState
from core.alerts.scale import AlertLevel, rank
from core.model import Model

_MAIL = re.compile(r"[^@\s<>\",;]+@[^@\s<>\",;]+\.[^@\s<>\",;]+")


class DeliveryRule(Model):
    """`to` is the kind of place. `severity` is the least that goes there, `specialists` empty: of every kind.

    What a kind needs: jira `project` (and `issue_type`, `on_acknowledge`, `on_resolve`: transitions by name), email
    `recipients` and `sender`, sns `topic`; teams needs nothing, as its address is a secret of its own.
    """

    name: str = Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")
    to: Literal["jira", "email", "teams", "sns"]
    severity: Literal["critical", "high", "medium", "low", "info"] = "high"
    specialists: tuple[str, ...] = ()
    project: str = ""
    issue_type: str = "Task"
    on_acknowledge: str = ""
    on_resolve: str = ""
    recipients: tuple[str, ...] = ()
    sender: str = ""
    topic: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = {
            "jira": not re.fullmatch(r"[A-Z][A-Z0-9_]+", self.project) and "the key of a project (OPS)",
            "email": not (self.recipients and self.sender) and "recipients and a sender",
            "sns": not self.topic.startswith("arn:") and "the ARN of a topic",
            "teams": False,
        }[self.to]
        if missing:
            raise ValueError(f"the delivery {self.name!r} to {self.to} needs {missing}")
        for address in (*self.recipients, *([self.sender] if self.sender else [])):
            if not _MAIL.fullmatch(address):
                raise ValueError(f"{address!r} is no mail address")
        return self

    def wants(self, incident: Incident) -> bool:
        """Whether an incident goes there; what is silenced does not begin to."""
        grave = rank(incident.severity) <= rank(AlertLevel(self.severity))
        fits = not self.specialists or incident.specialist in self.specialists
        return grave and fits and incident.state is not IncidentState.SILENCED
