"""One alert to be explained, and what a collector brings for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.alerts.alert import Alert
from core.answers.explain import KeyMetric
from core.causes.evidence import Evidence
from core.causes.subject import Subject
from core.gaps import Gap


@dataclass(frozen=True, slots=True)
class Case:
    """What collectors are given. `names` are things that the alert's words name: told, and not known to exist.

    `alarmed_at` is when the alert came, or now where it names no time.
    """

    alert: Alert
    subject: Subject
    names: Mapping[str, str]
    alarmed_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a collector found. Nothing found and nothing asked are told apart by `gaps`."""

    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    metrics: tuple[KeyMetric, ...] = ()

    def __add__(self, more: "Gathered") -> "Gathered":
        """What both found."""
        return Gathered(self.evidence + more.evidence, self.gaps + more.gaps, self.metrics + more.metrics)


class Collector(Protocol):
    """Looks at one thing, and only looks."""

    @property
    def about(self) -> str:
        """What it looks at, as in "could not be checked: …"."""
        ...

    def collect(self, case: Case) -> Gathered:
        """What it has to say about a case; raises AssistantError where it could not ask."""
        ...


def unasked(about: str, why: str) -> Gathered:
    """A collector that had nothing to look at."""
    return Gathered(gaps=(Gap(what=about, why=why, by_choice=True, moot=True),))
