from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compliance import Known, MissingPatch, PatchRules, Standing, missing_patch, standings, urgency
from core.findings import Finding, KnownExploited, Severity
from core.patches import Patch, Rating
from tests.core.examples import NOW, exploited, finding, instance
from tests.workflows.patching import node, patch, scan

RULES = PatchRules()
DAY = timedelta(days=1)
OLD = NOW - timedelta(days=40)


def stands(known: Known, state: str = "running") -> list[Standing]:
    return [each for each, _ in standings(instance(state=state), known, RULES, NOW)]


def judged(one: Patch, *found: Finding, platform: str = "Amazon Linux", seen: datetime | None = None) -> MissingPatch:
    by_id = {each.vulnerability_id: each for each in found}
    return missing_patch(
        one, scan=scan(missing=1), platform=platform, first_seen=seen, findings=by_id, rules=RULES, now=NOW
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Known(node=node(), scan=scan()), [Standing.COMPLIANT]),
        (Known(node=node(), scan=scan(missing=1)), [Standing.NON_COMPLIANT]),
        (Known(node=node(), scan=scan(failed=1)), [Standing.NON_COMPLIANT]),
        (Known(node=node(), scan=scan(rejected=1)), [Standing.NON_COMPLIANT]),
        (Known(node=node(), scan=scan(pending_reboot=1)), [Standing.PENDING_REBOOT]),
        (Known(node=node(), scan=scan(ended=OLD)), [Standing.STALE]),
        (Known(node=node(online=False), scan=scan()), [Standing.CONNECTION_LOST]),
        (Known(node=node()), [Standing.NEVER_SCANNED]),
        (Known(), [Standing.UNMANAGED]),
        (Known(scan=scan()), [Standing.UNMANAGED]),
        (Known(node=node(), asked_scan=False), [Standing.UNKNOWN]),
        (Known(asked_node=False), [Standing.UNKNOWN]),
        (Known(asked_node=False, asked_scan=False), [Standing.UNKNOWN]),
        (Known(scan=scan(), asked_node=False), [Standing.COMPLIANT]),
    ],
)
def test_each_way_to_stand_has_its_own_answer(known: Known, expected: list[Standing]) -> None:
    assert stands(known) == expected


def test_whatever_is_wrong_besides_is_said_too() -> None:
    known = Known(node=node(online=False), scan=scan(missing=3, pending_reboot=1, ended=OLD))
    assert stands(known) == [
        Standing.NON_COMPLIANT,
        Standing.PENDING_REBOOT,
        Standing.STALE,
        Standing.CONNECTION_LOST,
    ]


@pytest.mark.parametrize(
    "known", [Known(), Known(node=node(online=False)), Known(node=node(online=False), scan=scan())]
)
def test_a_stopped_instance_is_named_as_such_and_never_compliant(known: Known) -> None:
    [(stand, reason)] = standings(instance(state="stopped"), known, RULES, NOW)
    assert "is stopped" in reason
    assert stand is not Standing.COMPLIANT


@given(
    missing=st.integers(0, 1),
    failed=st.integers(0, 1),
    pending=st.integers(0, 1),
    days=st.floats(0, 14),
    online=st.booleans(),
    running=st.booleans(),
)
def test_only_a_fresh_clean_scan_of_a_machine_that_is_heard_of_is_compliant(
    missing: int, failed: int, pending: int, days: float, *, online: bool, running: bool
) -> None:
    counts = scan(missing=missing, failed=failed, pending_reboot=pending, ended=NOW - days * DAY)
    good = not (missing or failed or pending) and days <= 7 and online and running
    found = stands(Known(node=node(online=online), scan=counts), "running" if running else "stopped")
    assert (found == [Standing.COMPLIANT]) is good


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
