"""What time does to a patch: reminders, escalation and expiry. Called every minute or so; twice is once."""

from collections.abc import Callable
from datetime import datetime

from blocks.patch_card_thread import escalation_line, expired_line, reminder_line
from core.actor import Actor, Door
from core.errors import Conflict
from core.patching.deadlines import escalation_due, reminders_due, waiting_due
from core.patching.policy import Policy
from core.patching.standing import Standing
from core.patching.states import State
from core.patching.workflow import Ending, Workflow
from services.store import Audit, Changes, Store
from workflows.patching.announcing import Line, announced
from workflows.patching.drawing import drawn
from workflows.patching.records import Patch, Records

_CLOCKWORK = Actor(Door.SCHEDULER)
_APPROVED = (State.APPROVED, State.SCHEDULED)
Lines = Callable[[Standing], tuple[Line, ...]]


class Reminding:
    """Looks at patches that are due."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._records = Records(store)
        self._policy = policy

    def remind(self, now: datetime) -> int:
        """Remind approvers, and tell others of what has waited too long; how many patches. None in quiet hours."""
        if self._policy.quiet_hours and self._policy.quiet_hours.holds(now):
            return 0
        due = list(self._records.readable(State.WAITING, due_before=now))
        return sum(self._reminded(patch, now) for patch in due if now < patch.workflow.approve_by)

    def expire(self, now: datetime) -> int:
        """End what was not approved, or not begun, in time; how many patches."""
        waiting = self._records.readable(State.WAITING, due_before=now)
        late = [patch for patch in waiting if patch.workflow.approve_by <= now]
        for state in _APPROVED:
            approved = self._records.readable(state, due_before=now)
            late += [patch for patch in approved if patch.workflow.execute_by and patch.workflow.execute_by <= now]
        return sum(self._expired(patch, now) for patch in late)

    def _reminded(self, patch: Patch, now: datetime) -> bool:
        workflow, policy = patch.workflow, self._policy
        due, escalate = reminders_due(policy, workflow, now), escalation_due(policy, workflow, now)
        after = workflow.model_copy(
            update={"reminded": max(due, workflow.reminded), "escalated": workflow.escalated or escalate}
        )
        if after == workflow:
            return False
        number = f"{after.plan_id}:{after.reminded}"

        def lines(standing: Standing) -> tuple[Line, ...]:
            reminder = Line(f"reminder:{number}", reminder_line(standing))
            raised = Line(f"escalation:{after.plan_id}", escalation_line(standing, policy.escalate_to))
            return (*([reminder] if due > workflow.reminded else []), *([raised] if escalate else []))

        return self._commit(patch, "escalate" if escalate else "remind", State.WAITING, after, lines)

    def _expired(self, patch: Patch, now: datetime) -> bool:
        waited = patch.state is State.WAITING
        sentence = "Nobody approved it in time." if waited else "It was approved, but not begun in time."
        after = patch.workflow.model_copy(update={"ending": Ending(at=now, sentence=sentence)})
        line = Line("expired", expired_line(after, sentence))
        return self._commit(patch, "expire", State.EXPIRED, after, lambda _: (line,))

    def _commit(self, patch: Patch, action: str, state: State, after: Workflow, lines: Lines) -> bool:
        """False where somebody decided in the same moment: then there is nothing to do any more, or next time."""
        standing = self._records.standing(patch).model_copy(update={"workflow": after, "state": state})
        due = waiting_due(self._policy, after) if state is State.WAITING else None
        detail = {"state": state.value, "plan": after.plan_id, "digest": after.digest}
        audit = Audit(_CLOCKWORK, action, after.workflow_id, detail)
        told = drawn(standing, lambda: announced(standing, lines(standing)))
        puts = (patch.moved(state, after, due), *told)
        try:
            self._store.commit(Changes(puts=puts, audits=(audit,)))
        except Conflict:
            return False
        return True
