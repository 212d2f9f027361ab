"""Cards that are not as they should be, mended: those that could not be drawn, and those that were removed in Slack."""

import logging

from core.answers.health import Part
from core.answers.health import State as Health
from core.errors import Conflict
from core.patching.standing import Standing
from core.patching.states import State
from services.slack.outbox import Outbox
from services.store import Changes, Delete, Record, Store
from workflows.patching.announcing import announced, card_key
from workflows.patching.drawing import UNDRAWN
from workflows.patching.records import Patch, Records

_LIVE = (State.WAITING, State.APPROVED, State.SCHEDULED, State.RUNNING, State.ROLLING_BACK, State.NEEDS_HUMAN)
_MOST = 100
_TRIES = 3
_NAMED = 3
_log = logging.getLogger(__name__)


class Redrawing:
    """Looks for them each minute."""

    def __init__(self, store: Store, outbox: Outbox) -> None:
        self._store = store
        self._outbox = outbox
        self._records = Records(store)
        self._undrawn: tuple[str, ...] = ()

    def mend(self) -> int:
        """Draw every such card again; how many of them are as they should be now."""
        undrawn = self._store.find(UNDRAWN, limit=_MOST)
        mended = [note.key for note in undrawn if self._mended(note)]
        self._undrawn = tuple(note.key for note in undrawn if note.key not in mended)
        removed = [patch for state in _LIVE for patch in self._records.readable(state) if self._removed(patch)]
        return len(mended) + sum(self._asked(patch.workflow.workflow_id) for patch in removed)

    def parts(self) -> list[Part]:
        """Whose cards could not be drawn again at the last look; nothing where all could."""
        if not self._undrawn:
            return []
        more = " …" if len(self._undrawn) > _NAMED else ""
        detail = f"cannot be drawn: {', '.join(self._undrawn[:_NAMED])}{more}"
        advice = "The patches themselves go on; the log has the reason."
        return [Part(name="patch cards", state=Health.LIMITED, detail=detail, advice=advice)]

    def _removed(self, patch: Patch) -> bool:
        return self._outbox.removed(card_key(patch.workflow.workflow_id))

    def _mended(self, note: Record) -> bool:
        return self._asked(note.key, (Delete(UNDRAWN, note.key, note.version),))

    def _asked(self, workflow_id: str, deletes: tuple[Delete, ...] = ()) -> bool:
        try:
            for _ in range(_TRIES):
                standing = self._standing(workflow_id)
                self._store.commit(Changes(announced(standing), deletes))
                # Whoever changed it meanwhile asked for a newer card, in the place of which this one may be now.
                if self._standing(workflow_id) == standing:
                    break
                deletes = ()
        except Conflict:
            return False
        except Exception:  # noqa: BLE001 - one card that cannot be drawn must not keep the others from it
            _log.exception("the card of the patch %s still cannot be drawn", workflow_id)
            return False
        return True

    def _standing(self, workflow_id: str) -> Standing:
        return self._records.standing(self._records.patch(workflow_id))
