"""One page about one instance: who it is, how it is, what threatens it, what was done to it, when it can be patched."""

from datetime import datetime

from core.answers.metrics import MetricAnomaly, MetricTrend
from core.answers.patch_window import RecommendedWindow
from core.changes import Change
from core.compliance import InstancePatches
from core.findings import SeverityCounts
from core.fleet import Instance
from core.gaps import Gap
from core.missing_patches import MissingPatch
from core.model import Model
from core.place import Place


class StatusCheck(Model):
    """One of EC2's checks; `status` is its word: ok, impaired, initializing, insufficient-data, not-applicable."""

    name: str
    status: str
    since: datetime | None = None


class ScheduledEvent(Model):
    """Something that AWS will do to the machine, in AWS's words."""

    what: str
    not_before: datetime | None = None
    not_after: datetime | None = None


class Identity(Model):
    """`system` is the distribution as Systems Manager tells it, or EC2's word where it does not; "" is unknown."""

    instance: Instance
    system: str
    managed: bool | None = None
    online: bool | None = None


class Reading(Model):
    """The last value of one metric beside what is usual at this hour; both ends None where nothing is known of that."""

    label: str
    unit: str
    now: float
    at: datetime | None
    usual_low: float | None
    usual_high: float | None


class InstanceHealth(Model):
    """What EC2 checks, what AWS has scheduled, the last values, and what fills up; `words` says how it is."""

    state: str
    checks: tuple[StatusCheck, ...]
    scheduled: tuple[ScheduledEvent, ...]
    readings: tuple[Reading, ...]
    trends: tuple[MetricTrend, ...] = ()
    words: str


class InstanceRisk(Model):
    """`risk_score` is 0 to 100, None: unknown, not safe. `first` is what to do, first things first."""

    risk_score: int | None
    counts: SeverityCounts
    known_exploited: int
    first: tuple[str, ...]
    words: str


class InstanceCompliance(Model):
    """How the machine stands with its patches, and the worst of those that it lacks; `words` says both."""

    patches: InstancePatches
    worst: tuple[MissingPatch, ...]
    words: str


class NextWindow(Model):
    """The best window of the coming week, None where none can be recommended; `words` says why."""

    window: RecommendedWindow | None
    words: str


class InstancePage(Model):
    """A section is None where it could not be learnt; `partial` then says why, and the others stand."""

    identity: Identity
    health: InstanceHealth | None
    risk: InstanceRisk | None
    compliance: InstanceCompliance | None
    anomalies: tuple[MetricAnomaly, ...] | None
    recent_events: tuple[Change, ...] | None
    next_window: NextWindow | None
    summary: str
    partial: tuple[Gap, ...]
    place: Place
