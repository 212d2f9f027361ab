"""`sre-agent alerts dead-letters`: alerts that arrived and could not be read."""

from blocks.alerts import dead_letters_card, dead_letters_table
from commands.context import Context
from commands.spec import command
from core.answers.alerts import DeadLetters


@command(card=dead_letters_card, table=dead_letters_table)
def list_alert_dead_letters(ctx: Context) -> DeadLetters:
    """List alerts that could not be read after five tries, newest first.

    Raises:
        Upstream: the state cannot be read.
    """
    return ctx.incidents.dead_letters()
