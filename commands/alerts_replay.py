"""`sre-agent alerts replay`: read what could not be read once more."""

from blocks.alerts import replayed_card
from commands.context import Context
from commands.params.silencing import DeadLetterKey
from commands.spec import command
from core.answers.alerts import Replayed


# It changes nothing outside: what was accepted before is read again, and counts once.
@command(card=replayed_card)
def replay_alert_dead_letter(ctx: Context, key: DeadLetterKey) -> Replayed:
    """Read an alert again that could not be read, or all of them.

    Raises:
        NotFound: there is no such dead letter.
        Upstream: the state cannot be written.
    """
    return ctx.incidents.replay(key)
