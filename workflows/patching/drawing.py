"""Drawing parted from doing: what goes wrong while a patch is drawn never holds up what is done or decided.

In place of what cannot be drawn plain words are told, and the patch is noted as one whose card is to be drawn again.
"""

import logging
from collections.abc import Callable
from hashlib import sha256

from blocks.notice import notice_card
from core.patching.standing import Standing
from core.patching.states import State
from services.slack.outbox import intent
from services.store import Put
from workflows.patching.announcing import Line, card_key, card_message, line_message

UNDRAWN = "patch_undrawn"
"""The kind of record that says whose card could not be drawn; its key is the patch's id."""
_log = logging.getLogger(__name__)


def drawn(standing: Standing, draw: Callable[[], tuple[Put, ...]], said: str = "") -> tuple[Put, ...]:
    """What `draw` gives, to be committed with the change it tells about; see the module for when it cannot.

    `said` is the news in plain words that may be shown as they are: they go into the thread then. A card that waits
    for approval stays as it is, as nobody could press the buttons of a plain one.
    """
    try:
        return draw()
    except Exception:  # noqa: BLE001 - whatever is wrong with a drawing, a machine may be waiting for its next step
        _log.exception("the card of the patch %s could not be drawn", standing.workflow.workflow_id)
        return _plain(standing, said)


def _plain(standing: Standing, said: str) -> tuple[Put, ...]:
    workflow_id, state = standing.workflow.workflow_id, standing.state.value.replace("_", " ")
    note = Put(UNDRAWN, workflow_id, {"state": standing.state.value}, expect=None)
    line = line_message(standing, Line(f"plain:{sha256(said.encode()).hexdigest()[:12]}", notice_card(said)))
    puts = (note, *([intent(line)] if said else []))
    if standing.state is State.WAITING:
        return puts
    text = f"The patch {workflow_id}: {state}. Its card cannot be drawn at the moment; what is approved goes on."
    return (intent(card_message(standing, card_key(workflow_id), notice_card(text))), *puts)
