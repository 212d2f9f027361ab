"""A patch is ordered: planned, and put before the people who have to approve it; nothing is changed here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.actor import Actor
from core.answers.approval import ApprovalRequest
from core.answers.patch import PatchOrder, Status
from core.patching.drafting import Draft
from core.patching.history import success_rate
from core.patching.plan import PatchLevel
from core.patching.proposal import immediate_actions, plan_summary, proposal_summary
from core.patching.rehearsal import rehearse, way_back
from core.patching.states import State
from core.progress import Progress
from workflows.patching.proposals import Proposals, Proposed
from workflows.patching.records import Patch, Records

_RAN = (State.VERIFIED, State.ROLLED_BACK, State.NEEDS_HUMAN, State.HANDLED)


class Asking(Protocol):
    """Puts a plan before those who have to approve it; see `workflows.patching.requests.Requests`."""

    def create(self, actor: Actor, plan_id: str) -> ApprovalRequest:
        """Post the card of a plan."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. `dry_run`: only tell what would happen."""

    instance_ids: Sequence[str]
    level: PatchLevel
    rollback: bool
    dry_run: bool


class Orders:
    """Takes orders."""

    def __init__(self, proposals: Proposals, asking: Asking, records: Records) -> None:
        self._proposals = proposals
        self._asking = asking
        self._records = records

    def take(self, actor: Actor, order: Order, progress: Progress) -> PatchOrder:
        """Plan for the instances (none: the whole fleet) and ask for approval.

        Raises:
            NotAllowed: there is no role for changes, or the caller may not ask for any.
            NotFound: none of the instances exists here.
            BadRequest: the plan could never be approved.
            Upstream: the findings or machines could not be asked for, or Slack or the store does not answer.
        """
        made = self._proposals.propose(
            order.instance_ids, order.level, actor.user_id, progress, rollback=order.rollback
        )
        request = self._asking.create(actor, made.plan_id) if made.issued and not order.dry_run else None
        return self._told(order, made, request)

    def _ran(self) -> Iterator[Patch]:
        """Every patch that has run; a way back is none."""
        every = (patch for state in _RAN for patch in self._records.patches(state))
        return (patch for patch in every if not patch.workflow.way_back)

    def _told(self, order: Order, made: Proposed, request: ApprovalRequest | None) -> PatchOrder:
        draft, labels = made.planned.draft, made.planned.labels
        actions = immediate_actions(draft.leftovers, labels)
        rate, ran = success_rate(patch.state for patch in self._ran())
        plan = draft.plan
        status = _status(draft, request, dry_run=order.dry_run)
        return PatchOrder(
            patch_status=status,
            rollback_plan=way_back(plan) if plan else (),
            success_rate=rate,
            earlier_patches=ran,
            plan=plan_summary(plan, made.issued.digest) if plan and made.issued else None,
            request=request,
            calls=rehearse(plan) if plan else (),
            immediate_actions=actions,
            left_out=draft.left_out,
            summary=_summary(proposal_summary(draft, actions, len(labels)), status, request),
            asked_for=tuple(order.instance_ids),
            partial=(*made.planned.gaps, *(request.partial if request else ())),
            place=made.planned.place,
        )


def _status(draft: Draft, request: ApprovalRequest | None, *, dry_run: bool) -> Status:
    if draft.plan is None:
        return "nothing to install"
    if dry_run or request is None:
        return "dry run"
    return "waiting for approval" if request.state is State.WAITING else "approved by a rule"


def _summary(what: str, status: Status, request: ApprovalRequest | None) -> str:
    match status:
        case "waiting for approval" if request:
            people = "one approval" if request.approvals_needed == 1 else f"{request.approvals_needed} approvals"
            return f"{what}. It waits for {people} as {request.workflow_id}"
        case "dry run":
            return f"{what}. Nothing was asked of anybody and nothing is changed"
        case _:
            return what
