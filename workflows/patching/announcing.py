"""The messages of a patch: its one card, edited in place, and the lines of its thread, as changes to commit with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from blocks.card import Card
from blocks.fit import fit
from blocks.patch_card import patch_card
from blocks.shared import missing_card
from core.patching.standing import Standing
from services.slack.outbox import FileOf, Lane, Message, intent
from services.store import Put


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the thread. `what` tells it from the others of the same patch: the same again is no second line."""

    what: str
    card: Card


def card_key(workflow_id: str) -> str:
    """The outbox's key of a patch's card."""
    return f"patch:{workflow_id}"


def announced(standing: Standing, lines: Sequence[Line] = ()) -> tuple[Put, ...]:
    """The card as it is to look from now on, and what is new in its thread.

    Commit it together with the change it tells about: two who change a patch at once cannot both win, so the card
    that is asked for last is of the change that was made last.
    """
    return tuple(intent(message) for message in (_card(standing), *(line_message(standing, line) for line in lines)))


def charted(standing: Standing, chart: FileOf) -> Put:
    """A picture in the thread; where Slack does not take it, a line says so."""
    line = Line("chart", missing_card("chart", chart.title))
    return intent(line_message(standing, line).model_copy(update={"file": chart}))


def line_message(standing: Standing, line: Line) -> Message:
    """A line of the thread."""
    root = card_key(standing.workflow.workflow_id)
    message = card_message(standing, f"{root}:{line.what}", fit(line.card))
    return message.model_copy(update={"thread_key": root})


def card_message(standing: Standing, key: str, card: Card) -> Message:
    """A card where those who have to know of the patch are."""
    channel = standing.workflow.channel_id
    return Message(key=key, channel=channel, text=card.text, blocks=card.blocks, lane=Lane.URGENT)


def _card(standing: Standing) -> Message:
    card = fit(patch_card(standing))
    return card_message(standing, card_key(standing.workflow.workflow_id), card)
