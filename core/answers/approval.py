"""What became of a request for approval, and the patches that wait for one."""

from datetime import datetime

from core.gaps import Gap
from core.model import Model
from core.patching.plan import Criticality
from core.patching.standing import Standing
from core.patching.states import State


class ApprovalRequest(Model):
    """A patch that was asked for. `approval_url` is its card's permalink, "" while it has not been posted.

    `estimated_duration` is in words ("40m"), `expected_s` the same in seconds.
    """

    workflow_id: str
    approval_url: str
    estimated_duration: str
    expected_s: float
    plan_id: str
    digest: str
    criticality: Criticality
    state: State
    approvals_needed: int
    approvers: tuple[str, ...]
    approve_by: datetime
    asked_before: bool
    summary: str
    partial: tuple[Gap, ...] = ()


class WaitingPatch(Model):
    """One line of a list of patches."""

    workflow_id: str
    summary: str
    approve_by: datetime
    url: str


class PatchApproval(Model):
    """One patch as its card tells it, or a list of those that wait for approval, the oldest first."""

    shown: Standing | None
    waiting: tuple[WaitingPatch, ...]
    url: str
    summary: str
