"""A report on every finding of a fleet, for people who decide what is done next."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from core.attachment import Attachment
from core.confidence import Confidence
from core.findings import Severity, SeverityCounts
from core.gaps import Gap
from core.model import Model
from core.place import Place

Format = Literal["json", "csv", "html"]


class ActionKind(StrEnum):
    """What sort of work an action is, which decides who can do it."""

    SYSTEM = "system package"
    LIBRARY = "application library"
    MITIGATE = "mitigation"
    LOOK_INTO = "to look into"
    COVER = "coverage"


class Recommendation(Model):
    """One action and what it changes.

    `closes` findings are gone after it; `concerns` also counts those that it only eases, as no fix exists for them.
    `risk_share` is the part of the fleet's risk, 0 to 1, that these findings carry; None where it is unknown.
    """

    action: str
    effect: str
    kind: ActionKind
    package: str
    versions: tuple[str, ...]
    instance_count: int
    instances: tuple[str, ...]
    owners: tuple[str, ...]
    closes: int
    concerns: int
    known_exploited: int
    overdue: int
    due: date | None
    risk_share: float | None
    confidence: Confidence


class SeverityRow(Model):
    """The findings of one severity. `days_allowed` is None where no deadline is set for it."""

    severity: Severity
    findings: int
    fixable: int
    known_exploited: int
    overdue: int
    days_allowed: int | None


class OwnerRow(Model):
    """What one owner's instances carry. `owner` is empty for instances that nobody claims by a tag."""

    owner: str
    instances: int
    unknown_instances: int
    findings: int
    critical: int
    high: int
    known_exploited: int
    overdue: int
    risk_share: float


class InstanceRow(Model):
    """One instance. `risk_score` is 0 to 100, None where nothing is known of it: unknown, not safe."""

    instance_id: str
    label: str
    owner: str
    environment: str
    exposed: bool | None
    scanned: bool
    risk_score: int | None
    counts: SeverityCounts
    known_exploited: int
    overdue: int


class ExploitedRow(Model):
    """A vulnerability that is exploited in the wild. `due` is CISA's date, `overdue_days` 0 while it has not passed."""

    vulnerability_id: str
    title: str
    packages: tuple[str, ...]
    due: date | None
    overdue_days: int
    findings: int
    instance_count: int
    instances: tuple[str, ...]
    fixable: bool


class FindingRow(Model):
    """One finding in full."""

    priority: str
    severity: Severity
    vulnerability_id: str
    title: str
    score: float | None
    epss: float | None
    label: str
    instance_id: str
    owner: str
    package: str
    installed: str
    fixed_in: str
    due: date | None
    overdue_days: int
    first_observed: datetime
    why: tuple[str, ...]


class UnknownRow(Model):
    """An instance about which nothing current is known, and why."""

    instance_id: str
    label: str
    owner: str
    reason: str


class Figures(Model):
    """What one report counted, kept for the trend. `partial`: the numbers are at least so many."""

    report_id: str
    made_at: datetime
    instances: int
    unknown_instances: int
    findings: int
    critical: int
    high: int
    known_exploited: int
    overdue: int
    partial: bool


class Trend(Model):
    """Earlier reports on the same instances, oldest first, and this one at the end.

    `since` is the earlier one that this report is compared with; None where there is none to compare with, and
    `why_not` says why.
    """

    points: tuple[Figures, ...]
    since: Figures | None
    why_not: str = ""


class ReportFile(Model):
    """The stored file of a report; `digest` is the SHA-256 of its content, which is kept until `kept_until`."""

    format: Format
    name: str
    media_type: str
    size_bytes: int
    digest: str
    kept_until: datetime


class ReportBody(Model):
    """What a report says. Lists hold the worst; `figures` and the counts beside the lists are of everything.

    `executive_summary` has three sentences: how it stands, what to do first, how far the numbers can be trusted.
    `facts_missing`: vulnerabilities of which nobody could say whether they are exploited in the wild.
    """

    figures: Figures
    asked_for: tuple[str, ...]
    summary: str
    executive_summary: tuple[str, ...]
    counts: SeverityCounts
    by_severity: tuple[SeverityRow, ...]
    known_exploited: tuple[ExploitedRow, ...]
    facts_missing: int
    recommendations: tuple[Recommendation, ...]
    recommendation_count: int
    by_owner: tuple[OwnerRow, ...]
    owner_count: int
    worst_instances: tuple[InstanceRow, ...]
    unknown: tuple[UnknownRow, ...]
    worst_findings: tuple[FindingRow, ...]
    trend: Trend
    partial: tuple[Gap, ...]
    place: Place


class VulnerabilityReport(ReportBody):
    """A report with its file: the lists are short here, the file has the long ones.

    `attachment` travels to Slack and to the command line, and is no part of the data.
    """

    report_id: str
    file: ReportFile
    attachment: Attachment | None = Field(default=None, exclude=True, repr=False)
