"""Figures by instance and by owner."""

from core.findings import Severity
from core.fleet import Coverage
from core.report.machines import by_instance, by_owner
from core.risk import risk_score
from tests.core.examples import entry, exploited, finding, instance, instance_id
from tests.core.report.examples import judged_of

BLIND = Coverage(scanned=False, reason="NO_INVENTORY")


def test_the_highest_score_comes_first_and_the_unknown_has_none() -> None:
    found = [finding(1, instance_id=instance_id(2), known_exploited=exploited()), finding(2)]
    rows = by_instance(judged_of(*found), [entry(1), entry(2), entry(3, coverage=BLIND), entry(4)])
    assert [row.label for row in rows] == ["web-2", "web-1", "web-4", "web-3"]
    assert [row.risk_score for row in rows] == [risk_score(found[:1], None), risk_score(found[1:], None), 0, None]
    assert (rows[0].known_exploited, rows[0].counts.high, rows[3].scanned) == (1, 1, False)


def test_an_instance_that_is_not_scanned_any_more_keeps_the_score_of_what_was_found() -> None:
    (row,) = by_instance(judged_of(finding()), [entry(1, coverage=BLIND)])
    assert (row.scanned, row.risk_score) == (False, risk_score([finding()], None))


def test_nobody_is_an_owner_like_any_other() -> None:
    owned = {"Owner": "team-a"}
    instances = [instance(1, tags=owned), instance(2)]
    found = judged_of(
        finding(1, severity=Severity.CRITICAL), finding(2, instance_id=instance_id(2)), instances=instances
    )
    rows = by_owner(found, [entry(1, tags=owned), entry(2), entry(3, coverage=BLIND)])
    assert [(row.owner, row.instances, row.unknown_instances, row.findings) for row in rows] == [
        ("", 2, 1, 1),
        ("team-a", 1, 0, 1),
    ]
    assert sum(row.risk_share for row in rows) == 1


def test_without_findings_nobody_has_a_part_of_the_risk() -> None:
    assert [row.risk_share for row in by_owner([], [entry(1)])] == [0]
