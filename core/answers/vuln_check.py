"""Findings of a fleet, or of some instances."""

from core.findings import Finding, SeverityCounts
from core.fleet import Coverage, Instance
from core.gaps import Gap
from core.model import Model
from core.place import Place
from core.risk import Group


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
