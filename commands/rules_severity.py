"""Gives the findings of one rule a severity of the team's own."""

from blocks.rules import ruling_made_card, ruling_made_table
from commands.context import Context
from commands.params.security import OwnSeverity, Reason, RuleName
from commands.spec import command
from core.actor import Effect
from core.answers.rules import RulingMade


@command(card=ruling_made_card, table=ruling_made_table, effect=Effect.WRITE)
def set_rule_severity(ctx: Context, rule: RuleName, severity: OwnSeverity, reason: Reason) -> RulingMade:
    """Let the findings of one rule count as another severity than its own.

    Raises:
        NotAllowed: the caller may not ask for changes.
        Upstream: Slack, AWS or the state does not answer.
    """
    return ctx.rulings.judge(ctx.actor, rule, severity, reason)
