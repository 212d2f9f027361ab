"""What AWS's own security services found meanwhile: GuardDuty, Security Hub and Inspector, asked side by side."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, wait
from datetime import datetime
from typing import Protocol

from core.answers.vuln_check import Findings
from core.clock import Clock
from core.findings import Floor, Severity
from core.gaps import Gap, whole
from core.outside import OutsideFinding, OutsideFindings, Source, Watcher, worst_first
from core.progress import Progress, Silent
from services.aws.crew import Crew
from services.aws.deadline import patience_s
from workflows.security.sources import Joined
from workflows.told import told

_GRAVE = (Severity.CRITICAL, Severity.HIGH)


class GuardDuty(Protocol):
    """See `services.aws.guardduty`."""

    def findings(self, since: datetime, instance_ids: Sequence[str] = ()) -> OutsideFindings:
        """What it found since a moment; nothing is raised."""
        ...


class SecurityHub(Protocol):
    """See `services.aws.security_hub`."""

    def findings(self, since: datetime, until: datetime, resources: Sequence[str] = ()) -> OutsideFindings:
        """What it found between two moments; nothing is raised."""
        ...


class Vulnerabilities(Protocol):
    """See `workflows.vulnerabilities`."""

    def findings(self, instance_ids: Sequence[str], severity: Floor, progress: Progress) -> Findings:
        """Findings of Inspector; raises Upstream."""
        ...


class Outside:
    """Asks all three."""

    def __init__(
        self, guardduty: GuardDuty, hub: SecurityHub, vulnerabilities: Vulnerabilities, crew: Crew, clock: Clock
    ) -> None:
        self._guardduty = guardduty
        self._hub = hub
        self._vulnerabilities = vulnerabilities
        self._crew = crew
        self._clock = clock

    def since(self, moment: datetime) -> Joined:
        """What they found since a moment, the worst first; nothing is raised."""
        asked: dict[Watcher, Future[OutsideFindings]] = {
            "GuardDuty": self._crew.submit(self._guardduty.findings, moment),
            "Security Hub": self._crew.submit(self._hub.findings, moment, self._clock.now()),
            "Inspector": self._crew.submit(self._weaknesses, moment),
        }
        wait(asked.values(), timeout=patience_s())
        answers = {watcher: _answered(watcher, future) for watcher, future in asked.items()}
        sources = tuple(Source(watcher=watcher, enabled=_enabled(each.gaps)) for watcher, each in answers.items())
        on = [answers[each.watcher] for each in sources if each.enabled is not False]
        found = worst_first(finding for each in on for finding in each.findings)
        return Joined(found, sources, tuple(gap for each in on for gap in each.gaps))

    def _weaknesses(self, since: datetime) -> OutsideFindings:
        """Vulnerabilities that Inspector first saw since then, as one finding: `/sre-vuln-check` lists them."""
        answer = self._vulnerabilities.findings((), "high", Silent())
        new = [each for each in answer.findings if each.first_observed >= since and each.severity in _GRAVE]
        failed = tuple(gap for gap in answer.partial if not gap.by_choice)
        if not new:
            return OutsideFindings(gaps=failed)
        counts = Counter(each.severity for each in new)
        words = " and ".join(f"{counts[severity]} {severity.value}" for severity in _GRAVE if counts[severity])
        machines = tuple(dict.fromkeys(each.instance_id for each in new))
        many = "vulnerability" if len(new) == 1 else "vulnerabilities"
        finding = OutsideFinding(
            watcher="Inspector",
            id=f"new since {since:%Y-%m-%d %H:%M}",
            title=f"{words} {many} first seen, on {len(machines)} instance{'' if len(machines) == 1 else 's'}",
            severity=Severity.CRITICAL if counts[Severity.CRITICAL] else Severity.HIGH,
            resources=machines,
            last_seen=max(each.first_observed for each in new),
            count=len(new),
        )
        return OutsideFindings(findings=(finding,), gaps=failed)


def _answered(watcher: Watcher, future: "Future[OutsideFindings]") -> OutsideFindings:
    answer = told(future, f"findings of {watcher}")
    return answer.answer or OutsideFindings(gaps=answer.gaps)


def _enabled(missing: Sequence[Gap]) -> bool | None:
    """False where nothing went wrong and there was nothing to ask."""
    if not whole(missing):
        return None
    return not any("not enabled" in gap.why for gap in missing)
