"""Vulnerability findings in our own words, independent of the service that reports them."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from core.model import Model


class Severity(StrEnum):
    """Inspector's severities, worst first. UNTRIAGED means nobody has judged it yet: unknown, not harmless."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFORMATIONAL = "informational"
    UNTRIAGED = "untriaged"


Floor = Literal["all", "critical", "high", "medium", "low"]


def at_least(floor: Floor) -> frozenset[Severity]:
    """The severities that a floor lets through. UNTRIAGED always passes: unknown is never hidden."""
    ranked = [Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFORMATIONAL]
    if floor == "all":
        return frozenset(Severity)
    return frozenset({*ranked[: ranked.index(Severity(floor)) + 1], Severity.UNTRIAGED})


class Fix(StrEnum):
    """Whether the vendor has a fixed version: for all affected packages, some, none; or nobody said."""

    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class Package(Model):
    """A vulnerable package as installed. `fixed_in` is empty where no fixed version is known."""

    name: str
    version: str
    fixed_in: str = ""
    manager: str = "OS"
    arch: str = ""
    path: str = ""

    @property
    def os_managed(self) -> bool:
        """Whether the operating system's package manager (dnf, apt, Windows Update) can upgrade it."""
        return self.manager == "OS"


class KnownExploited(Model):
    """CISA's entry in its catalogue of known exploited vulnerabilities (KEV)."""

    added: date | None = None
    due: date | None = None
    action: str = ""


class Finding(Model):
    """One vulnerability on one instance.

    `score` is Inspector's, 0 to 10; `epss` the probability of exploitation within 30 days, 0 to 1; None: not told.
    `exploit_available` is None where the service did not say. `facts_known` is False where the facts about
    exploitation in the wild could not be asked for: then `known_exploited` None means unknown, not "no".
    """

    arn: str
    instance_id: str
    vulnerability_id: str
    title: str
    severity: Severity
    score: float | None = None
    epss: float | None = None
    exploit_available: bool | None = None
    fix: Fix = Fix.UNKNOWN
    packages: tuple[Package, ...] = ()
    first_observed: datetime
    last_observed: datetime
    known_exploited: KnownExploited | None = None
    exploit_observed: bool = False
    facts_known: bool = False

    @property
    def account(self) -> str:
        """The AWS account that the finding belongs to, from its ARN."""
        return self.arn.split(":")[4]


class ExploitFacts(Model):
    """What is known about the exploitation of one vulnerability in the wild."""

    known_exploited: KnownExploited | None = None
    exploit_observed: bool = False


class SeverityCounts(Model):
    """How many findings of each severity; `other` holds low, informational and untriaged ones."""

    critical: int = 0
    high: int = 0
    medium: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.critical + self.high + self.medium + self.other

    @classmethod
    def of(cls, severities: Iterable[Severity]) -> "SeverityCounts":
        """Count findings."""
        named = {"critical": 0, "high": 0, "medium": 0, "other": 0}
        for severity in severities:
            named[severity if severity in named else "other"] += 1
        return cls(**named)
