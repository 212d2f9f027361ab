"""/sre-explain: what caused an alert, what that rests on, and what to do."""

from blocks.charts.causes import cause_charts
from blocks.explanation import explanation_card, explanation_table
from commands.context import Context
from commands.params.alerts import AlertText, IncidentId
from commands.spec import command
from core.answers.explain import Explanation


@command(card=explanation_card, table=explanation_table, files=cause_charts)
def explain_alert(ctx: Context, incident_id: IncidentId = "", text: AlertText = "") -> Explanation:
    """Explain an alert: its likeliest cause with the evidence, what to do now, and what could not be checked.

    Raises:
        BadRequest: there is neither an incident nor a text.
        NotFound: there is no such incident.
        Upstream: the state does not answer.
    """
    return ctx.explaining.explain(incident_id, text, ctx.progress)
