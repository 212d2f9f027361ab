"""One decision about a patch: judged on what is stored now, written in one commit, judged anew where that was late."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor
from core.errors import Conflict, NotFound
from core.patching.approval import Ruling
from core.patching.issued import Issued
from core.patching.standing import Standing
from core.patching.states import State
from core.patching.workflow import Workflow
from services.store import Audit, Changes, Delete, Store
from workflows.patching.announcing import Line, announced
from workflows.patching.crash import CrashPoints
from workflows.patching.drawing import drawn
from workflows.patching.links import Links
from workflows.patching.locks import MachineLocks
from workflows.patching.records import Patch, Records, plan_put

# Each conflict means that somebody else decided; more than this many at once are no people.
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Move:
    """What a decision changes. `lines` are drawn of the patch as it is then; `plan` is another one, newly issued.

    `frees`: its machines are locked no more.
    """

    state: State
    workflow: Workflow
    due: datetime | None
    lines: Callable[[Standing], tuple[Line, ...]]
    plan: Issued | None = None
    frees: bool = False


Judged = tuple[Ruling, Move | None]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who wants what of which patch, having looked at the plan with `digest`."""

    actor: Actor
    action: str
    workflow_id: str
    digest: str = ""
    reason: str = ""


class Deciding:
    """Carries decisions out. Every one is audited, those that change nothing too."""

    def __init__(self, store: Store, links: Links, crashes: CrashPoints | None = None) -> None:
        self._store = store
        self._links = links
        self._crashes = crashes or CrashPoints()
        self._locks = MachineLocks(store)
        self.records = Records(store)

    def decide(self, decision: Decision, judge: Callable[[Patch], Judged]) -> Ruling:
        """Judge and write, until nobody was faster.

        Raises:
            NotFound: there is no such patch.
            Conflict: so many decide at once that this one was never in time; nothing was changed by it.
            Upstream: the store does not answer, and nothing was changed.
        """
        for _ in range(_TRIES):
            patch = self.records.patch(decision.workflow_id)
            ruling, move = judge(patch)
            self._crashes.reach(decision.action, "before")
            try:
                self._store.commit(self._changes(decision, ruling, patch, move))
            except Conflict:
                continue
            self._crashes.reach(decision.action, "after")
            return ruling
        raise Conflict("Too many people decide this patch at once.", advice="Look at its card, then press again.")

    def note_refusal(self, decision: Decision, why: str) -> None:
        """Audit a click that was refused before anything was judged; of a patch that does not exist there is no row."""
        try:
            patch = self.records.patch(decision.workflow_id)
        except NotFound:
            return
        refused = Ruling(why="not_allowed", sentence=why)
        self._store.commit(self._changes(decision, refused, patch, None))

    def _changes(self, decision: Decision, ruling: Ruling, patch: Patch, move: Move | None) -> Changes:
        if move is None:
            audit = self._audit(decision, f"{decision.action} refused", ruling, patch.workflow, patch.state)
            return Changes(audits=(audit,))
        audit = self._audit(decision, decision.action, ruling, move.workflow, move.state)
        plans = (plan_put(move.workflow.plan_id, move.plan),) if move.plan else ()
        standing = self._standing_after(patch, move)
        who = f"<@{decision.actor.user_id}>" if decision.actor.user_id else "The assistant"
        said = f"{who}: {decision.action}"
        told = drawn(standing, lambda: announced(standing, move.lines(standing)), said)
        return Changes(
            puts=(patch.moved(move.state, move.workflow, move.due), *plans, *told),
            deletes=self._unlocked(standing) if move.frees else (),
            audits=(audit,),
        )

    def _unlocked(self, standing: Standing) -> tuple[Delete, ...]:
        named, workflow_id = (each.instance_id for each in standing.plan.machines), standing.workflow.workflow_id
        return tuple(delete for each in named for delete in self._locks.release(each, workflow_id))

    def _standing_after(self, patch: Patch, move: Move) -> Standing:
        standing = self.records.standing(patch)
        plan = move.plan.plan if move.plan else standing.plan
        return standing.model_copy(update={"workflow": move.workflow, "state": move.state, "plan": plan})

    def _audit(self, decision: Decision, action: str, ruling: Ruling, workflow: Workflow, state: State) -> Audit:
        detail = {
            "decision": ruling.why,
            "state": state.value,
            "plan": workflow.plan_id,
            "digest": workflow.digest,
            "seen": decision.digest if decision.digest != workflow.digest else "",
            "reason": decision.reason,
            "permalink": self._links.link(workflow.workflow_id),
        }
        told = {name: value for name, value in detail.items() if value}
        return Audit(decision.actor, action, decision.workflow_id, told)
