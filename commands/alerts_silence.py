"""`sre-agent alerts silence`: tell nobody of alerts that fit, for a while; a button does it for one incident."""

from datetime import timedelta

from blocks.alerts import silence_card
from commands.context import Context
from commands.params.silencing import Matching, Reason, SilenceHours
from commands.spec import command
from core.actor import Effect
from core.answers.alerts import SilenceMade


@command(card=silence_card, effect=Effect.WRITE)
def silence_alerts(ctx: Context, matching: Matching, reason: Reason, hours: SilenceHours = 2) -> SilenceMade:
    """Tell nobody of alerts that fit, for some hours; what resolves is told all the same.

    Raises:
        BadRequest: nothing or everything would fit, or there is no reason.
        Upstream: the state cannot be written.
    """
    return ctx.incidents.silence_matching(ctx.actor, matching, timedelta(hours=hours), reason)
