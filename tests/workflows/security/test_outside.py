"""AWS's own services, asked side by side."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.answers.vuln_check import Findings
from core.errors import Cause, Upstream
from core.findings import Floor, Severity
from core.gaps import Gap
from core.outside import OutsideFinding, OutsideFindings, not_enabled
from core.progress import Progress
from services.aws.crew import Crew
from tests.core.examples import NOW, StillClock, finding
from tests.workflows.fakes import Account, surveyor
from workflows.security.outside import Outside
from workflows.security.sources import Joined
from workflows.vulnerabilities import Vulnerabilities

STRANGE = OutsideFinding(watcher="GuardDuty", id="f", title="A strange caller", severity=Severity.HIGH)
OFF = OutsideFindings(gaps=(not_enabled("Security Hub", "us-west-2", "Enable it."),))
REFUSED = OutsideFindings(gaps=(Gap(what="findings of GuardDuty", why="AWS refused ListFindings."),))


class Watching:
    """GuardDuty or Security Hub with what a test says."""

    def __init__(self, answer: OutsideFindings) -> None:
        self._answer = answer

    def findings(self, since: datetime, *_: object) -> OutsideFindings:
        assert since.tzinfo
        return self._answer


class Denied:
    """Inspector refuses."""

    def findings(self, instance_ids: Sequence[str], severity: Floor, progress: Progress) -> Findings:
        del instance_ids, severity, progress
        raise Upstream("AWS refused ListFindings.", cause=Cause.DENIED, retryable=False)


def joined(
    guardduty: OutsideFindings, hub: OutsideFindings, inspector: Vulnerabilities | Denied | None = None
) -> Joined:
    clock = StillClock()
    weak = inspector or Vulnerabilities(surveyor(Account(), clock), clock, 300)
    return Outside(Watching(guardduty), Watching(hub), weak, Crew(4), clock).since(NOW - timedelta(days=1))


def enabled(told: Joined) -> dict[str, bool | None]:
    return {each.watcher: each.enabled for each in told.sources}


def test_what_is_not_enabled_is_a_line_and_no_gap() -> None:
    told = joined(OutsideFindings(findings=(STRANGE,)), OFF)
    assert (told.findings, told.gaps) == ((STRANGE,), ())
    assert enabled(told) == {"GuardDuty": True, "Security Hub": False, "Inspector": True}


def test_what_could_not_be_asked_is_a_gap_with_its_reason() -> None:
    told = joined(REFUSED, OFF, Denied())
    assert enabled(told) == {"GuardDuty": None, "Security Hub": False, "Inspector": None}
    assert {gap.what for gap in told.gaps} == {"findings of GuardDuty", "findings of Inspector"}


def test_new_vulnerabilities_are_one_finding() -> None:
    new = [finding(number).model_copy(update={"first_observed": NOW - timedelta(hours=2)}) for number in (1, 2)]
    old = finding(3).model_copy(update={"first_observed": NOW - timedelta(days=9)})
    clock = StillClock()
    account = Account(findings=(*new, old))
    told = joined(OutsideFindings(), OFF, Vulnerabilities(surveyor(account, clock), clock, 300))
    [weak] = [each for each in told.findings if each.watcher == "Inspector"]
    assert weak.title.startswith("2 high vulnerabilities first seen, on ")
    assert weak.count == 2
