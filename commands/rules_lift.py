"""Ends what was ruled about one rule; in Slack a button does it."""

from blocks.rules import ruling_made_card, ruling_made_table
from commands.context import Context
from commands.params.security import RuleName
from commands.spec import command
from core.actor import Effect
from core.answers.rules import RulingMade


@command(card=ruling_made_card, table=ruling_made_table, effect=Effect.WRITE)
def lift_rule_ruling(ctx: Context, rule: RuleName) -> RulingMade:
    """Let a rule be as it was: neither muted nor of another severity.

    Raises:
        NotFound: nothing is ruled about it.
        NotAllowed: the caller may not ask for changes.
        Upstream: Slack, AWS or the state does not answer.
    """
    return ctx.rulings.lift(ctx.actor, rule)
