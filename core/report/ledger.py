"""Every finding of a fleet, each in a few hundred bytes: what many findings say alike is kept once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.findings import ExploitFacts, Finding, Fix, KnownExploited, Package, Severity
from core.redact import redact


@dataclass(frozen=True, slots=True)
class Line:
    """A finding without the weight of a model; fields as in `core.findings.Finding`, secrets masked."""

    arn: str
    instance_id: str
    vulnerability_id: str
    title: str
    severity: Severity
    score: float | None
    epss: float | None
    exploit_available: bool | None
    fix: Fix
    packages: tuple[Package, ...]
    first_observed: datetime
    last_observed: datetime
    known_exploited: KnownExploited | None = None
    exploit_observed: bool = False
    facts_known: bool = False


class Ledger:
    """Takes findings page by page. One that comes twice, as the list moves while it is read, counts once."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self._texts: dict[str, str] = {}
        self._packages: dict[tuple[Package, ...], tuple[Package, ...]] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def take(self, batch: Iterable[Finding]) -> None:
        """Keep what is new of a page."""
        for finding in batch:
            if finding.arn not in self._lines:
                self._lines[finding.arn] = self._line(finding)

    def arn_by_vulnerability(self) -> dict[str, str]:
        """One finding of each vulnerability, through which facts about it can be asked."""
        return {line.vulnerability_id: arn for arn, line in self._lines.items()}

    def lines(self, facts: Mapping[str, ExploitFacts]) -> list[Line]:
        """Every finding with what is known about the exploitation of its vulnerability."""
        return [_with(line, facts.get(line.vulnerability_id)) for line in self._lines.values()]

    def _line(self, finding: Finding) -> Line:
        return Line(
            arn=finding.arn,
            instance_id=self._once(finding.instance_id),
            vulnerability_id=self._once(finding.vulnerability_id),
            title=self._once(finding.title),
            severity=finding.severity,
            score=finding.score,
            epss=finding.epss,
            exploit_available=finding.exploit_available,
            fix=finding.fix,
            packages=self._packaged(finding.packages),
            first_observed=finding.first_observed,
            last_observed=finding.last_observed,
            known_exploited=finding.known_exploited,
            exploit_observed=finding.exploit_observed,
            facts_known=finding.facts_known,
        )

    def _once(self, text: str) -> str:
        """The text without secrets, the same object for the same text."""
        kept = self._texts.get(text)
        if kept is None:
            kept = self._texts[text] = redact(text)
        return kept

    def _packaged(self, packages: tuple[Package, ...]) -> tuple[Package, ...]:
        kept = self._packages.get(packages)
        if kept is None:
            kept = self._packages[packages] = tuple(self._clean(package) for package in packages)
        return kept

    def _clean(self, package: Package) -> Package:
        return Package(**{name: self._once(text) for name, text in package.model_dump().items()})


def _with(line: Line, facts: ExploitFacts | None) -> Line:
    if facts is None:
        return line
    return replace(
        line, known_exploited=facts.known_exploited, exploit_observed=facts.exploit_observed, facts_known=True
    )
