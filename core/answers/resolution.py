"""What can be done about the findings of some instances: a plan that people can approve, and what no plan can do."""

from core.findings import Severity
from core.gaps import Gap
from core.model import Model
from core.patching.drafting import LeftOut
from core.patching.plan import Criticality, PatchLevel, PlannedWindow, Reboot
from core.patching.sorting import Way
from core.place import Place


class PlanSummary(Model):
    """A plan that this system issued. `waves` holds the labels of each wave's machines; nothing runs unapproved."""

    plan_id: str
    digest: str
    criticality: Criticality
    patch_level: PatchLevel
    machines: tuple[str, ...]
    packages: tuple[str, ...]
    closes: int
    known_exploited: int
    reasons: tuple[str, ...]
    waves: tuple[tuple[str, ...], ...]
    window: PlannedWindow | None
    reboot: Reboot
    rollback_approved: bool
    expected_minutes: int
    not_covered: tuple[str, ...]


class ImmediateAction(Model):
    """Something that people have to do, as no patch of the system does it, most severe first in an answer."""

    action: str
    way: Way
    severity: Severity
    machines: tuple[str, ...]
    vulnerability_ids: tuple[str, ...]
    known_exploited: int
    why: str


class Resolution(Model):
    """What can be planned and what cannot.

    `scheduled_patches` holds one plan, or none where nothing can be installed; `left_out` says which machines are in no
    plan and why. `approval_required` is False only where there is nothing to approve.
    """

    scheduled_patches: tuple[PlanSummary, ...]
    immediate_actions: tuple[ImmediateAction, ...]
    approval_required: bool
    left_out: tuple[LeftOut, ...]
    summary: str
    criticality: PatchLevel
    asked_for: tuple[str, ...]
    partial: tuple[Gap, ...]
    place: Place
