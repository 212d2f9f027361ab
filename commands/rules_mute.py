"""Mutes the findings of one rule for a while; in Slack a button of the card does it."""

from datetime import timedelta

from blocks.rules import ruling_made_card, ruling_made_table
from commands.context import Context
from commands.params.security import MuteDays, Reason, RuleName
from commands.spec import command
from core.actor import Effect
from core.answers.rules import RulingMade


@command(card=ruling_made_card, table=ruling_made_table, effect=Effect.WRITE)
def mute_detection_rule(ctx: Context, rule: RuleName, reason: Reason, days: MuteDays = 7) -> RulingMade:
    """Keep the findings of one rule off answers for some days; they are still counted there.

    Raises:
        NotAllowed: the caller may not ask for changes.
        Upstream: Slack, AWS or the state does not answer.
    """
    return ctx.rulings.mute(ctx.actor, rule, reason, timedelta(days=days))
