"""/sre-help: what the assistant can do."""

from typing import Any

from blocks.help import help_card, help_table
from commands import COMMANDS
from commands.context import Context
from commands.spec import Command, command, load
from core.actor import Door
from core.answers.help import Help, HelpLine


@command(card=help_card, table=help_table)
def get_help(ctx: Context) -> Help:
    """List what the assistant can do and how to ask for it."""
    door = ctx.actor.door
    return Help(operations=tuple(help_line(load(row), door) for row in COMMANDS if row.slash or door is not Door.SLACK))


def help_line(operation: Command[..., Any], door: Door) -> HelpLine:
    """One operation, with the example for the caller's own door."""
    row = operation.row
    return HelpLine(slash=row.slash, cli=row.cli, tool=row.name, summary=row.summary, example=operation.example(door))
