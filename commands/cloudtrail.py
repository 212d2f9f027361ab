"""/sre-cloudtrail: the events of an instance or of the account, and what stands out among them."""

from blocks.cloudtrail import trail_card, trail_pages, trail_table
from commands.context import Context
from commands.params.security import USUAL_KINDS, EventTypes, InstanceOrAccount, TrailRange
from commands.spec import command
from core.answers.cloudtrail import TrailEvents


@command(card=trail_card, pages=trail_pages, table=trail_table)
def analyze_cloudtrail_events(
    ctx: Context,
    instance_id: InstanceOrAccount = "",
    event_types: EventTypes = USUAL_KINDS,
    time_range: TrailRange = "24h",
) -> TrailEvents:
    """Show who did what to an instance or in the account, by CloudTrail, and what of it is suspicious.

    Raises:
        NotFound: the instance does not exist in this account and region.
        Upstream: AWS did not say which account this is, or what belongs to the instance.
    """
    return ctx.security.trail_events(instance_id, event_types, time_range, ctx.progress)
