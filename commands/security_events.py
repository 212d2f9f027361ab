"""/sre-security-events: what happened in the account that somebody should look at."""

from blocks.security_events import security_card, security_pages, security_table
from commands.context import Context
from commands.params.machines import InstanceIds
from commands.params.security import USUAL_KINDS, EventTypes, TrailRange
from commands.spec import command
from core.answers.security_events import SecurityEvents


@command(card=security_card, pages=security_pages, table=security_table)
def monitor_security_events(
    ctx: Context,
    instance_ids: InstanceIds = (),
    event_types: EventTypes = USUAL_KINDS,
    time_range: TrailRange = "24h",
) -> SecurityEvents:
    """Tell what in the account looks like an attack, as stories: who, from where, how sure, what next.

    Raises:
        NotFound: none of the instances exists in this account and region.
        Upstream: AWS did not say which account this is, or what belongs to the instances.
    """
    return ctx.security.security_events(instance_ids, event_types, time_range, ctx.progress)
