"""Findings of services that watch the account by themselves: GuardDuty, Security Hub and Inspector."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from core.findings import Severity
from core.gaps import Gap
from core.model import Model

Watcher = Literal["GuardDuty", "Security Hub", "Inspector"]
_ORDER = [Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFORMATIONAL, Severity.UNTRIAGED]


class OutsideFinding(Model):
    """What a service found. `resources` are ids such as i-…, or ARNs; `source_ips` and `actor` where it names them.

    `kind` is the service's own: a type of GuardDuty, a control of Security Hub. `count`: how often it was seen.
    """

    watcher: Watcher
    id: str
    title: str
    severity: Severity
    kind: str = ""
    why: str = ""
    resources: tuple[str, ...] = ()
    source_ips: tuple[str, ...] = ()
    actor: str = ""
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    count: int = 1
    remedy: str = ""
    link: str = ""


class Source(Model):
    """One such service and whether it is `enabled`; None where it could not be asked, which a gap explains."""

    watcher: Watcher
    enabled: bool | None


class OutsideFindings(Model):
    """Findings, worst first and of these the newest; a service that is not enabled is a gap by choice."""

    findings: tuple[OutsideFinding, ...] = ()
    gaps: tuple[Gap, ...] = ()


def worst_first(findings: Iterable[OutsideFinding]) -> tuple[OutsideFinding, ...]:
    """The worst first, and of these the newest."""

    def rank(finding: OutsideFinding) -> tuple[int, float]:
        seen = finding.last_seen or finding.first_seen
        return _ORDER.index(finding.severity), -seen.timestamp() if seen else 0.0

    return tuple(sorted(findings, key=rank))


def not_enabled(watcher: str, region: str, advice: str) -> Gap:
    """A line that says so: without the service there is nothing to ask, and nothing went wrong."""
    return Gap(what=f"findings of {watcher}", why=f"it is not enabled in {region}", advice=advice, by_choice=True)
