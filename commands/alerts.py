"""/sre-alerts: what is firing, who has it, and what is silenced."""

from blocks.alerts import incidents_card, incidents_table
from commands.context import Context
from commands.spec import command
from core.answers.alerts import OpenIncidents


@command(card=incidents_card, table=incidents_table)
def list_open_incidents(ctx: Context) -> OpenIncidents:
    """List open incidents, worst first: acknowledge, silence or resolve them.

    Raises:
        Upstream: the state cannot be read.
    """
    return ctx.incidents.open_incidents()
