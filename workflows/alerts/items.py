"""Open incidents in a line each, for the digest and the Home tab."""

from collections.abc import Iterator
from typing import Protocol

from blocks.incident import incident_line
from blocks.patch_card_facts import mention
from core.alerts.incident import Incident, IncidentState
from core.answers.alerts import OpenIncidents
from core.item import Item


class Incidents(Protocol):
    """See `workflows.alerts.handling.Handling`."""

    def open_incidents(self) -> OpenIncidents:
        """All that is not over, worst first."""
        ...


class Links(Protocol):
    """See `workflows.patching.links.Links`."""

    def to(self, message_key: str) -> str:
        """Where a message stands; "" where that is not known."""
        ...


class IncidentItems:
    """Reads incidents and tells each as its own message does.

    Slack is asked for the links of so many, `linked`, as are shown: each takes a moment, and the others are counted.
    """

    def __init__(self, incidents: Incidents, links: Links, linked: int) -> None:
        self._incidents = incidents
        self._links = links
        self._linked = linked

    def __call__(self) -> Iterator[Item]:
        """Those that somebody should know of, worst first; what is silenced is left out.

        Raises:
            Upstream: the store does not answer.
        """
        wanted = (one for one in self._incidents.open_incidents().incidents if one.state is not IncidentState.SILENCED)
        for number, incident in enumerate(wanted):
            linked = incident.told and number < self._linked
            yield Item(sentence=_sentence(incident), url=self._links.to(incident.message_key) if linked else "")


def _sentence(incident: Incident) -> str:
    owner = f" by {mention(incident.owner)}" if incident.state is IncidentState.ACKNOWLEDGED and incident.owner else ""
    return f"{incident_line(incident)}{owner}"
