"""/sre-schedule: what is going to be done to machines."""

from blocks.schedule import schedule_card, schedule_table
from commands.context import Context
from commands.params.measures import DaysAhead
from commands.spec import command
from core.answers.schedule import Schedule


@command(card=schedule_card, table=schedule_table)
def get_scheduled_patches(ctx: Context, days_ahead: DaysAhead = 14) -> Schedule:
    """List patches and maintenance windows ahead: when, on what, approved by whom, and what clashes.

    Raises:
        Upstream: AWS does not say which account this is.
    """
    return ctx.schedules.ahead(days_ahead, ctx.progress)
