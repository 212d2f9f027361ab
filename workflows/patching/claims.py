"""Which plan takes a machine back: written down before anybody is asked, so that all who ask get the same card."""

from datetime import datetime, timedelta

from core.errors import Conflict
from core.patching.issued import Issued
from core.patching.plan import Plan
from core.patching.standing import Standing
from core.patching.states import State, Step
from services.store import ABSENT, Changes, Put, Record, Store
from workflows.patching.records import Records, plan_put
from workflows.patching.requests import ASKED

ROLLBACK = "rollback"
"""The kind of record; its key names the patch and the machine, or the machine of a drill."""
_LAPSED = frozenset({State.REJECTED, State.EXPIRED, State.VOID})
# Whoever claimed it is about to ask, or has died; a plan so young is asked for as it is.
_ABOUT_TO_ASK = timedelta(minutes=5)


class Claims:
    """Reads and writes them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._records = Records(store)

    def read(self, key: str) -> Record | None:
        """The claim as it is now, to be given to the other methods."""
        return self._store.get(ROLLBACK, key)

    def asked(self, claim: Record | None) -> Standing | None:
        """The way back that was asked for; None where there is none, or it came to nothing."""
        asked = self._store.get(ASKED, str(claim.doc["plan_id"])) if claim else None
        if asked is None:
            return None
        standing = self._records.standing(self._records.patch(str(asked.doc["workflow_id"])))
        unchanged = all(each.step is Step.SKIPPED for each in standing.machines)
        over = standing.state in _LAPSED or (standing.state is State.NEEDS_HUMAN and unchanged)
        return None if over else standing

    def pending(self, claim: Record | None, now: datetime) -> Plan | None:
        """A plan that somebody else is about to ask for."""
        if claim is None or self._store.get(ASKED, str(claim.doc["plan_id"])):
            return None
        plan = self._records.plan(str(claim.doc["plan_id"])).plan
        return plan if now - plan.made_at < _ABOUT_TO_ASK else None

    def take(self, key: str, before: Record | None, plan_id: str, issued: Issued) -> Plan:
        """Write a plan down as the one; where somebody was faster since `before` was read, theirs is it."""
        claim = Put(ROLLBACK, key, {"plan_id": plan_id}, before.version if before else ABSENT)
        try:
            self._store.commit(Changes(puts=(plan_put(plan_id, issued), claim)))
        except Conflict:
            now = self._store.get(ROLLBACK, key)
            if now is None:
                raise
            return self._records.plan(str(now.doc["plan_id"])).plan
        return issued.plan
