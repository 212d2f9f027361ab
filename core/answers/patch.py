"""A patch that was asked for: its plan, what waits for whom, and what would happen."""

from typing import Literal

from core.answers.approval import ApprovalRequest
from core.answers.resolution import ImmediateAction, PlanSummary
from core.gaps import Gap
from core.model import Model
from core.patching.drafting import LeftOut
from core.patching.rehearsal import PlannedCall
from core.place import Place

Status = Literal["waiting for approval", "approved by a rule", "dry run", "nothing to install"]


class PatchOrder(Model):
    """`patch_status` says how far it is: nothing runs before people approved it on the card.

    `rollback_plan` is the way back, step by step. `success_rate` is the share of earlier patches that were verified,
    0 to 1, and None where `earlier_patches` is 0. `calls` is every change to AWS that the plan may make, in order.
    """

    patch_status: Status
    rollback_plan: tuple[str, ...]
    success_rate: float | None
    earlier_patches: int
    plan: PlanSummary | None
    request: ApprovalRequest | None
    calls: tuple[PlannedCall, ...]
    immediate_actions: tuple[ImmediateAction, ...]
    left_out: tuple[LeftOut, ...]
    summary: str
    asked_for: tuple[str, ...]
    partial: tuple[Gap, ...]
    place: Place
