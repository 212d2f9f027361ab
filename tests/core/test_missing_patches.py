from datetime import UTC, datetime, timedelta

import pytest

from core.compliance import PatchRules
from core.findings import Finding, KnownExploited, Severity
from core.missing_patches import Evidence, MissingPatch, missing_patch, urgency
from core.patches import Patch, Rating
from tests.core.examples import NOW, exploited, finding, instance_id
from tests.workflows.systems_manager import patch, scan

RULES = PatchRules()
DAY = timedelta(days=1)
OLD = NOW - timedelta(days=40)


def judged(one: Patch, *found: Finding, platform: str = "Amazon Linux", seen: datetime | None = None) -> MissingPatch:
    evidence = Evidence.of(found, {instance_id(): {one.name: seen}} if seen else {})
    return missing_patch(one, scan=scan(missing=1), platform=platform, evidence=evidence, rules=RULES, now=NOW)


def test_one_scan_says_little_about_the_age() -> None:
    one = judged(patch())
    assert (one.since, one.due, one.overdue) == (scan().ended, scan().ended + 30 * DAY, False)
    assert one.confidence.word == "low"


def test_earlier_scans_make_a_patch_older() -> None:
    one = judged(patch(), seen=OLD)
    assert (one.since, one.overdue) == (OLD, True)
    assert one.confidence.word == "fair"


def test_inspector_knows_best_since_when_a_patch_has_been_due() -> None:
    one = judged(patch(), finding(1, first_observed=OLD), seen=NOW - 3 * DAY)
    assert (one.since, one.overdue, one.confidence.word) == (OLD, True, "high")
    assert "CVE-2026-0001" in one.confidence.basis


def test_a_finding_younger_than_the_first_scan_makes_nothing_younger() -> None:
    assert judged(patch(), finding(1, first_observed=NOW), seen=OLD).since == OLD


def test_findings_about_other_vulnerabilities_say_nothing() -> None:
    assert judged(patch(), finding(2, first_observed=OLD)).since == scan().ended


def test_cisas_day_counts_where_it_is_earlier() -> None:
    due = (NOW + 2 * DAY).date()
    one = judged(patch(), finding(1, first_observed=OLD + 30 * DAY, known_exploited=exploited(due=due)))
    assert one.due == datetime(due.year, due.month, due.day, tzinfo=UTC) + DAY
    assert one.known_exploited is True


def test_a_day_that_had_passed_before_the_patch_was_known_here_is_due_at_once() -> None:
    one = judged(patch(), finding(1, first_observed=OLD, known_exploited=KnownExploited(due=OLD.date() - 900 * DAY)))
    assert (one.due, one.overdue) == (OLD, True)


@pytest.mark.parametrize(
    ("found", "said"), [((), None), ((finding(1, facts_known=False),), None), ((finding(1),), False)]
)
def test_not_exploited_is_said_only_where_somebody_knows(found: tuple[Finding, ...], *, said: bool | None) -> None:
    assert judged(patch(), *found).known_exploited is said


def test_inspectors_severity_stands_in_where_patch_manager_gives_none() -> None:
    one = judged(patch(), finding(1, severity=Severity.CRITICAL), platform="Ubuntu")
    assert (one.rating, one.rated_by_finding) == (Rating.CRITICAL, True)


def test_a_vulnerability_is_as_severe_here_as_elsewhere_but_not_as_old() -> None:
    known = finding(
        1, instance_id=instance_id(2), severity=Severity.CRITICAL, first_observed=OLD, known_exploited=exploited()
    )
    one = judged(patch(), known, platform="Ubuntu")
    assert (one.rating, one.known_exploited, one.since) == (Rating.CRITICAL, True, scan().ended)


def test_the_vendors_severity_stands_where_there_is_one() -> None:
    one = judged(patch(severity="Low"), finding(1, severity=Severity.CRITICAL))
    assert (one.rating, one.rated_by_finding) == (Rating.LOW, False)


def test_what_nobody_rated_is_due_as_soon_as_a_high_one() -> None:
    assert judged(patch(severity="Unspecified")).due == judged(patch(severity="Important")).due


@pytest.mark.parametrize(("rated", "days"), [("Critical", 15), ("Important", 30), ("Moderate", 90), ("Low", 180)])
def test_each_rating_has_its_days(rated: str, days: int) -> None:
    assert judged(patch(severity=rated)).due - scan().ended == days * DAY


def test_overdue_comes_first_and_then_the_rating() -> None:
    late_low = judged(patch(severity="Low"), seen=NOW - 200 * DAY)
    high, critical = judged(patch()), judged(patch(severity="Critical"))
    assert sorted((high, critical, late_low), key=urgency) == [late_low, critical, high]
