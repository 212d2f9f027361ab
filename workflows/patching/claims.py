"""Which plan takes a machine back: written down before anybody is asked, so that all who ask get the same card."""

from dataclasses import dataclass
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
_LAPSED = frozenset({State.REJECTED, State.EXPIRED, State.VOID, State.HANDLED})
# Whoever claimed it is about to ask, or has died; a plan so young is asked for as it is.
_ABOUT_TO_ASK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it was at one moment, `asked` being what became of its plan then; None where nobody had asked yet.

    Both are read once, so that whoever asks in between cannot be overlooked by both questions about it.
    """

    record: Record
    asked: Record | None

    @property
    def plan_id(self) -> str:
        """The plan that is the one."""
        return str(self.record.doc["plan_id"])


class Claims:
    """Reads and writes them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._records = Records(store)

    def read(self, key: str) -> Claim | None:
        """The claim as it is now, to be given to the other methods."""
        record = self._store.get(ROLLBACK, key)
        return Claim(record, self._store.get(ASKED, str(record.doc["plan_id"]))) if record else None

    def asked(self, claim: Claim | None) -> Standing | None:
        """The way back that was asked for; None where there is none, or it came to nothing."""
        if claim is None or claim.asked is None:
            return None
        standing = self._records.standing(self._records.patch(str(claim.asked.doc["workflow_id"])))
        unchanged = all(each.step is Step.SKIPPED for each in standing.machines)
        over = standing.state in _LAPSED or (standing.state is State.NEEDS_HUMAN and unchanged)
        return None if over else standing

    def pending(self, claim: Claim | None, now: datetime) -> Plan | None:
        """A plan that somebody else is about to ask for."""
        if claim is None or claim.asked:
            return None
        plan = self._records.plan(claim.plan_id).plan
        return plan if now - plan.made_at < _ABOUT_TO_ASK else None

    def take(self, key: str, before: Claim | None, plan_id: str, issued: Issued) -> Plan:
        """Write a plan down as the one; where somebody was faster since `before` was read, theirs is it."""
        claim = Put(ROLLBACK, key, {"plan_id": plan_id}, before.record.version if before else ABSENT)
        try:
            self._store.commit(Changes(puts=(plan_put(plan_id, issued), claim)))
        except Conflict:
            now = self._store.get(ROLLBACK, key)
            if now is None:
                raise
            return self._records.plan(str(now.doc["plan_id"])).plan
        return issued.plan
