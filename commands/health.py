"""/sre-health: how the assistant itself is doing."""

from blocks.health import health_card, health_table
from commands.context import Context
from commands.spec import command
from core.answers.health import Health


@command(card=health_card, table=health_table)
def get_health(ctx: Context) -> Health:
    """Show how the assistant itself is doing."""
    return ctx.health()
