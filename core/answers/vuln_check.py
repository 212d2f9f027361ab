"""Findings of a fleet, or of some instances."""

from datetime import datetime

from core.findings import Finding, Gap, Model, SeverityCounts
from core.fleet import Coverage, Instance
from core.risk import Group


class Place(Model):
    """Where an answer comes from: the account and region that were asked, when, and how long that took.

    `age_s`: how long ago it was asked when it is shown again.
    """

    account: str
    region: str
    asked_at: datetime
    took_s: float
    age_s: float = 0


class InstanceFindings(Model):
    """One instance of the answer: `coverage` None where Inspector could not be asked about it."""

    instance: Instance
    coverage: Coverage | None
    counts: SeverityCounts

    @property
    def unknown(self) -> bool:
        """Whether having no findings here says nothing."""
        return self.coverage is None or not self.coverage.scanned


class Findings(Model):
    """Findings, worst first, and the same grouped by package and instances.

    `counts`, `critical_count` and `high_count` are of everything that was asked for, even where `findings` lists
    only the worst of them; `partial` says what is missing, and is empty for a whole answer.
    """

    findings: tuple[Finding, ...]
    critical_count: int
    high_count: int
    summary: str
    severity: str
    asked_for: tuple[str, ...]
    counts: SeverityCounts
    known_exploited_count: int
    groups: tuple[Group, ...]
    instances: tuple[InstanceFindings, ...]
    partial: tuple[Gap, ...]
    place: Place

    @property
    def unknown(self) -> tuple[InstanceFindings, ...]:
        """The instances about which Inspector knows nothing current."""
        return tuple(each for each in self.instances if each.unknown)
