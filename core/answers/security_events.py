"""What happened in the account that somebody should look at, as stories."""

from datetime import datetime

from core.detections import Category, Sureness
from core.findings import Severity
from core.gaps import Gap
from core.model import Model
from core.place import Place
from core.security.rulings import MutedRule
from core.security.service_findings import ServiceFinding, Source
from core.security.trail_event import TrailEvent


class Looked(Model):
    """What was looked at: all kept events since `since` (None: none were read) until `until`, `events` of them.

    `asked_since` is how far back was asked for. `own_rules` is how many rules of the team's own looked too.
    """

    asked_since: datetime
    since: datetime | None
    until: datetime | None
    events: int
    own_rules: int = 0

    @property
    def whole(self) -> bool:
        """Whether everything that was asked for was there."""
        return self.since is not None and self.since <= self.asked_since


class Evidence(Model):
    """One detection of an alert: `count` times within it, first `at`. `softened` says why it is judged milder."""

    rule: str
    title: str
    severity: Severity
    category: Category
    technique: str
    at: datetime | None
    count: int
    why: str
    check: tuple[str, ...]
    softened: str
    event_ids: tuple[str, ...]


class SecurityAlert(Model):
    """One story: what one actor did within one stretch of time. `others` are addresses beyond the first ones."""

    alert_id: str
    title: str
    severity: Severity
    actor: str
    source_ips: tuple[str, ...]
    began: datetime | None
    ended: datetime | None
    categories: tuple[Category, ...]
    techniques: tuple[str, ...]
    confidence: Sureness
    summary: str
    next_steps: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    event_count: int
    findings: tuple[ServiceFinding, ...] = ()


class SecuritySummary(Model):
    """The answer in one `sentence`, and its numbers: alerts by severity, and what they rest on."""

    sentence: str
    critical: int
    high: int
    medium: int
    low: int
    looked: Looked


class SecurityEvents(Model):
    """Alerts, worst first; `events` are the records they rest on, alert by alert, at most a hundred.

    `other_kinds` counts alerts of kinds that were not asked for and are not severe. `partial` says what is missing.
    `quiet_sources` are services of AWS that were asked or are not enabled; `muted` what the team does not want to see.
    """

    security_summary: SecuritySummary
    alerts: tuple[SecurityAlert, ...]
    recommendations: tuple[str, ...]
    events: tuple[TrailEvent, ...]
    service_findings: tuple[ServiceFinding, ...]
    sources: tuple[Source, ...]
    muted: tuple[MutedRule, ...]
    other_kinds: int
    event_types: tuple[Category, ...]
    asked_for: tuple[str, ...]
    time_range: str
    partial: tuple[Gap, ...]
    place: Place
