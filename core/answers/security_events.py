"""What happened in the account that somebody should look at, as stories."""

from datetime import datetime

from core.detections import Category, Sureness
from core.findings import Severity
from core.gaps import Gap
from core.model import Model
from core.outside import OutsideFinding, Source
from core.place import Place
from core.security.came_in import CameIn
from core.security.rulings import MutedRule
from core.security.trail_event import TrailEvent


class Looked(Model):
    """What was looked at: all kept events since `since` until `until`, `events` of them.

    `since` is None where that is not known, because nothing was read or one of several parts was not.
    `asked_since` is how far back was asked for. `own_rules` is how many rules of the team's own looked too. `left_out`
    says what is never looked at.
    """

    asked_since: datetime
    since: datetime | None
    until: datetime | None
    events: int
    own_rules: int = 0
    left_out: str = ""

    @property
    def nothing(self) -> bool:
        """Whether nothing at all was read, so that nothing is known."""
        return self.since is None and not self.events

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
    """One story: what one actor did within one stretch of time, named after its worst sign.

    `identities` are others that the actor came to act as.
    """

    alert_id: str
    title: str
    severity: Severity
    actor: str
    identities: tuple[str, ...] = ()
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
    findings: tuple[OutsideFinding, ...] = ()


class SecuritySummary(Model):
    """The answer in one `sentence`, and its numbers: alerts by severity, and what they rest on."""

    sentence: str
    critical: int
    high: int
    medium: int
    low: int
    looked: Looked


class SecurityEvents(Model):
    """Alerts, worst first; `events` are the records they rest on, alert by alert, at most sixty.

    `other_kinds` counts alerts of kinds that were not asked for and are not severe. `partial` says what is missing.
    `sources` are services of AWS that were asked or are not enabled; `muted` what the team does not want to see.
    `came_in` is known of a single instance only.
    """

    security_summary: SecuritySummary
    alerts: tuple[SecurityAlert, ...]
    recommendations: tuple[str, ...]
    events: tuple[TrailEvent, ...]
    service_findings: tuple[OutsideFinding, ...]
    sources: tuple[Source, ...]
    muted: tuple[MutedRule, ...]
    other_kinds: int
    event_types: tuple[Category, ...]
    asked_for: tuple[str, ...]
    time_range: str
    partial: tuple[Gap, ...]
    place: Place
    came_in: CameIn | None = None
