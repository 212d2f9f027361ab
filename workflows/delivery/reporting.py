"""An incident as a report: in plain words, without secrets, with the cause once somebody knows it."""

from collections.abc import Callable
from typing import Protocol

from core.alerts.incident import Incident
from core.answers.explain import Explanation
from core.delivery.report import Report, state_of
from core.redact import redact

_TITLE, _MESSAGE, _ACTION = 200, 1000, 300
_ACTIONS = 5


class Explained(Protocol):
    """What is known of causes; see `workflows.explaining.replies.Replies`."""

    def told(self, incident_id: str) -> Explanation | None:
        """The explanation of an incident, None before there is one."""
        ...

    def promised(self, incident_id: str) -> bool:
        """Whether one is being made."""
        ...


class Reporting:
    """`link` tells where the incident's message stands in Slack."""

    def __init__(self, link: Callable[[str], str], explained: Explained) -> None:
        self._link = link
        self._explained = explained

    def ready(self, incident: Incident) -> bool:
        """Whether nothing more will be known of it in a moment."""
        return not self._explained.promised(incident.id)

    def of(self, incident: Incident) -> Report:
        """The report of an incident as it is now."""
        alert, found = incident.alert, self._explained.told(incident.id)
        # What is merely not ruled out would be read as the cause where nobody sees the others beside it.
        likely = found if found and found.verdict == "likely" else None
        steps = [step.run or step.say for step in found.immediate_actions[:_ACTIONS]] if found else []
        return Report(
            incident_id=incident.id,
            title=_clean(incident.title, _TITLE),
            state=state_of(incident),
            severity=incident.severity.value,
            specialist=incident.specialist,
            service=_clean(alert.service, _TITLE),
            resource=_clean(alert.resource, _TITLE),
            message=_clean(alert.message, _MESSAGE),
            count=incident.count,
            things=incident.things,
            owner=incident.owner,
            first_seen=incident.first_seen,
            last_seen=incident.last_seen,
            resolved_at=incident.resolved_at,
            link=self._link(incident.message_key),
            cause=_clean(likely.cause_title, _TITLE) if likely else "",
            confidence=f"{likely.confidence.value:.0%} sure" if likely else "",
            actions=tuple(_clean(each, _ACTION) for each in steps),
        )


def _clean(text: str, most: int) -> str:
    said = " ".join(redact(text).split())
    return said if len(said) <= most else f"{said[: most - 1]}…"
