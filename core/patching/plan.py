"""A plan: what is done to which machines, when, with which way back; exactly what people approve."""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from core.findings import Severity
from core.model import Model

Criticality = Literal["non_critical", "critical"]
Scope = Literal["non_critical", "critical", "all"]
PatchLevel = Literal["all", "critical", "high", "medium", "low", "non_critical"]


_UPDATE = re.compile(r"KB\d+")


def runs_windows(system: str) -> bool:
    """Whether that is Systems Manager's name of a Windows."""
    return "windows" in system.lower()


class Reboot(StrEnum):
    """NEVER leaves a patch that needs one pending, and so not verified."""

    NEVER = "never"
    IF_NEEDED = "if_needed"


class PlannedPackage(Model):
    """One package on one machine, and the findings that installing it closes.

    `override` is its id in SSM's InstallOverrideList, such as `openssl.x86_64` or `KB5034441`; `fixed_in` the least
    version that closes them all.
    """

    name: str
    override: str
    installed: str
    fixed_in: str
    vulnerability_ids: tuple[str, ...]
    known_exploited: int = 0

    @property
    def is_update(self) -> bool:
        """Whether it is an update of Windows: that is there or not, and has no version."""
        return _UPDATE.fullmatch(self.override) is not None


class PlannedVolume(Model):
    """A volume that is backed up; `kind` is EC2's name of its type, empty where a plan was made before it was told."""

    volume_id: str
    device: str
    size_gib: int
    encrypted: bool
    root: bool
    kind: str = ""


class PlannedMachine(Model):
    """One machine of the plan. `system` is SSM's platform name; machines of one system get one patch snapshot."""

    instance_id: str
    name: str
    system: str
    environment: str
    availability_zone: str
    packages: tuple[PlannedPackage, ...]
    volumes: tuple[PlannedVolume, ...]
    target_group_arns: tuple[str, ...] = ()
    auto_scaling_group: str = ""

    @property
    def windows(self) -> bool:
        """Whether it has updates by number instead of packages by version."""
        return runs_windows(self.system)


class Wave(Model):
    """Machines that are patched at the same time; the next wave waits until all of them are verified and have baked."""

    name: str
    instance_ids: tuple[str, ...]


class PlannedWindow(Model):
    """When the change may start and must be over, in UTC; `zone` is the owner's, for people."""

    start: datetime
    end: datetime
    zone: str


class RiskRemoved(Model):
    """What the change is for: findings that it closes, by severity; `reasons` are for people, weightiest first."""

    findings: int
    by_severity: dict[Severity, int]
    known_exploited: int
    reasons: tuple[str, ...]


class Undoing(Model):
    """What a way back on demand starts from, and takes.

    `workflow_id` is the patch that it takes back; empty: a drill, which takes nothing back, and goes back to a backup
    of its own. `way` is tried first. `facts` is what the patch wrote down about the machine: snapshots, versions,
    package transactions. `mark` is what the snapshots bear, of which none may be removed before `kept_until`.
    """

    workflow_id: str = ""
    way: str
    facts: Mapping[str, str]
    mark: str = ""
    backed_up_at: datetime | None = None
    kept_until: datetime | None = None


class Plan(Model):
    """A plan this system issued.

    `window` None: as soon as it is approved. `rollback_approved`: whoever approves the plan approves its bounded way
    back too. `not_covered` says what the backup and the way back do not bring back. `undoes` makes it the plan of a way
    back: its packages are those that go back from `fixed_in` to `installed`, and its risk is what comes back.
    """

    plan_id: str
    account: str
    region: str
    made_at: datetime
    requested_by: str
    criticality: Criticality
    patch_level: PatchLevel
    machines: tuple[PlannedMachine, ...] = Field(min_length=1)
    waves: tuple[Wave, ...] = Field(min_length=1)
    reboot: Reboot
    window: PlannedWindow | None
    bake_s: float
    backup_keep_days: int
    rollback_approved: bool
    expected_s: float
    risk: RiskRemoved
    not_covered: tuple[str, ...]
    undoes: Undoing | None = None

    @property
    def drill(self) -> bool:
        """Whether it only rehearses the way back."""
        return self.undoes is not None and not self.undoes.workflow_id

    def machine(self, instance_id: str) -> PlannedMachine:
        """A machine of the plan; KeyError for any other, as nothing outside the plan is ever touched."""
        return next(one for one in self.machines if one.instance_id == instance_id)
