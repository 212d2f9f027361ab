"""`sre-agent alerts timeline`: what happened in an incident, as Markdown."""

from blocks.incident_timeline import timeline_card, timeline_files, timeline_table
from commands.context import Context
from commands.params.alerts import KnownIncident
from commands.spec import command
from core.alerts.timeline import timeline_of
from core.answers.incident_timeline import IncidentTimeline


@command(card=timeline_card, table=timeline_table, files=timeline_files)
def export_incident_timeline(ctx: Context, incident_id: KnownIncident) -> IncidentTimeline:
    """Write up what happened in an incident: alerts, evidence, and what people decided, as Markdown.

    Raises:
        NotFound: there is no such incident.
        Upstream: the state cannot be read.
    """
    incident = ctx.incidents.incident(incident_id)
    return timeline_of(incident, ctx.incidents.decisions(incident_id), ctx.replies.told(incident_id))
