"""What an operation may use: built once per process, and given a caller per request."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Self

from core.actor import Actor, Effect
from core.answers.health import Health
from core.progress import Progress, Silent
from workflows.alerts.handling import Handling
from workflows.auditing import Auditing
from workflows.compliance import Compliance
from workflows.explaining.explaining import Explainer
from workflows.explaining.replies import Replies
from workflows.instance import InstancePages
from workflows.metrics import Measurements
from workflows.patch_window import PatchWindows
from workflows.patching.holds import Holds
from workflows.patching.orders import Orders
from workflows.patching.proposals import Proposals
from workflows.patching.requests import Requests
from workflows.patching.rollbacks import Rollbacks
from workflows.patching.showing import Showing
from workflows.patching.stop_requests import StopRequests
from workflows.reports import Reports
from workflows.schedule import Schedules
from workflows.security.rulings import Rulings
from workflows.security.watch import SecurityWatch
from workflows.vulnerabilities import Vulnerabilities
from workflows.watching.trying import Trying


@dataclass(frozen=True, slots=True)
class Context:
    """The pieces operations work with, and the caller of this request.

    `authorise` raises core.errors.NotAllowed when the caller may not cause that effect. `timed` surrounds the work on
    an operation, by its name, for whoever counts and times it.
    """

    actor: Actor
    authorise: Callable[[Actor, Effect], None]
    vulnerabilities: Vulnerabilities
    metrics: Measurements
    explaining: Explainer
    replies: Replies
    compliance: Compliance
    thresholds: Trying
    patch_windows: PatchWindows
    schedules: Schedules
    instances: InstancePages
    reports: Reports
    incidents: Handling
    auditing: Auditing
    security: SecurityWatch
    rulings: Rulings
    proposals: Proposals
    orders: Orders
    rollbacks: Rollbacks
    approval_requests: Requests
    shown_patches: Showing
    stop_requests: StopRequests
    holds: Holds
    health: Callable[[], Health]
    progress: Progress = field(default_factory=Silent)
    timed: Callable[[str, Actor], AbstractContextManager[None]] = lambda _name, _actor: nullcontext()

    def for_caller(self, actor: Actor, progress: Progress) -> Self:
        """The same pieces for another caller."""
        return replace(self, actor=actor, progress=progress)
