"""What can be done about findings: the plan is drafted, written down, and told; nothing is asked of anybody yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.answers.approval import ApprovalRequest
from core.answers.resolution import Resolution
from core.gaps import Gap
from core.patching.issued import Issued, issue
from core.patching.plan import PatchLevel, Plan
from core.patching.proposal import immediate_actions, plan_summary, proposal_summary
from core.patching.states import State
from core.progress import Progress
from services.store import Store
from workflows.patching.planning import Planned, Planner
from workflows.patching.records import plan_put

_NO_RULE = (
    Gap(
        what="an approval without a click",
        why="No approved rule of the policy covers this plan, so people have to approve it.",
        by_choice=True,
    ),
)


ByRule = Callable[[Plan], ApprovalRequest | None]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A plan that was written down, None where there was nothing to plan, and all that was learnt for it."""

    plan_id: str
    issued: Issued | None
    planned: Planned


class Proposals:
    """Makes plans and keeps them."""

    def __init__(self, planner: Planner, store: Store) -> None:
        self._planner = planner
        self._store = store

    def propose(
        self, instance_ids: Sequence[str], level: PatchLevel, requested_by: str, progress: Progress, *, rollback: bool
    ) -> Proposed:
        """Draft a plan and write it down, once and for all.

        Raises:
            NotFound, Upstream: as `Planner.plan`; or the plan could not be stored.
        """
        planned = self._planner.plan(instance_ids, level, requested_by, progress, rollback=rollback)
        plan = planned.draft.plan
        if plan is None:
            return Proposed("", None, planned)
        issued = issue(plan, planned.draft.live)
        self._store.put(plan_put(plan.plan_id, issued))
        return Proposed(plan.plan_id, issued, planned)

    def resolution(
        self,
        instance_ids: Sequence[str],
        level: PatchLevel,
        requested_by: str,
        progress: Progress,
        by_rule: ByRule | None = None,
    ) -> Resolution:
        """The plan for the instances (none: the whole fleet) and what it cannot do; raises as `propose`.

        `by_rule` lets a rule approve the plan instead of people, where one covers it.
        """
        made = self.propose(instance_ids, level, requested_by, progress, rollback=True)
        draft = made.planned.draft
        labels = dict(made.planned.labels)
        actions = immediate_actions(draft.leftovers, labels)
        plans = (plan_summary(draft.plan, made.issued.digest),) if draft.plan and made.issued else ()
        asked = by_rule(draft.plan) if by_rule and draft.plan else None
        return Resolution(
            scheduled_patches=plans,
            immediate_actions=actions,
            approval_required=bool(plans) and (asked is None or asked.state is State.WAITING),
            left_out=draft.left_out,
            summary=proposal_summary(draft, actions, len(labels)),
            criticality=level,
            asked_for=tuple(instance_ids),
            partial=(*made.planned.gaps, *(_NO_RULE if by_rule and plans and not asked else ())),
            place=made.planned.place,
        )
