"""/sre-rules: which detections the team has muted or judged anew, and its own rules."""

from blocks.rules import rules_card, rules_table
from commands.context import Context
from commands.spec import command
from core.answers.rules import RuleList


@command(card=rules_card, table=rules_table)
def list_detection_rules(ctx: Context) -> RuleList:
    """List which detections are muted or have another severity, and the team's own rules.

    Raises:
        Upstream: the state cannot be read.
    """
    return ctx.rulings.listed()
