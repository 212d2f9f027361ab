"""Figures by severity, exploited vulnerability, finding and instance not scanned."""

from datetime import timedelta

from core.findings import Fix, Severity
from core.fleet import Coverage
from core.report.deadlines import DAYS
from core.report.rows import by_severity, exploited, unknown, worst_findings
from tests.core.examples import NOW, TODAY, entry, finding, instance, instance_id
from tests.core.examples import exploited as entry_of_cisa
from tests.core.report.examples import judged_of

LATE, SOON = TODAY - timedelta(days=2), TODAY + timedelta(days=2)


def test_every_severity_has_its_row_also_an_empty_one() -> None:
    rows = by_severity(judged_of(finding(1), finding(2, fix=Fix.NO, first_observed=NOW - timedelta(days=31))), DAYS)
    assert [row.severity for row in rows] == list(Severity)
    assert (rows[1].findings, rows[1].fixable, rows[1].overdue, rows[1].days_allowed) == (2, 1, 1, 30)
    assert (rows[0].findings, rows[4].days_allowed) == (0, None)


def test_exploited_vulnerabilities_that_are_overdue_come_first_and_those_without_a_date_last() -> None:
    found = judged_of(
        finding(1, known_exploited=entry_of_cisa()),
        finding(2, known_exploited=entry_of_cisa(SOON)),
        finding(3, known_exploited=entry_of_cisa(LATE)),
        finding(4, vulnerability_id="CVE-2026-0003", instance_id=instance_id(2), known_exploited=entry_of_cisa(LATE)),
        finding(5),
        instances=[instance(1), instance(2)],
    )
    rows = exploited(found, TODAY)
    assert [row.vulnerability_id for row in rows] == ["CVE-2026-0003", "CVE-2026-0002", "CVE-2026-0001"]
    assert (rows[0].findings, rows[0].instance_count, rows[0].overdue_days) == (2, 2, 2)
    assert (rows[1].overdue_days, rows[2].due) == (0, None)


def test_the_worst_findings_are_told_in_full() -> None:
    rows = worst_findings(judged_of(finding(1), finding(2, known_exploited=entry_of_cisa(LATE))), 1, TODAY)
    assert [(row.vulnerability_id, row.package, row.overdue_days) for row in rows] == [("CVE-2026-0002", "openssl", 2)]
    assert rows[0].why[0].startswith("known exploited, due")


def test_one_vulnerability_on_many_instances_does_not_fill_the_list() -> None:
    twins = [finding(n, vulnerability_id="CVE-1", score=9.9) for n in range(1, 9)]
    rows = worst_findings(judged_of(*twins, finding(9)), 10, TODAY)
    assert [row.vulnerability_id for row in rows] == ["CVE-1", "CVE-1", "CVE-1", "CVE-2026-0009"]


def test_a_finding_without_a_package_is_told_too() -> None:
    (row,) = worst_findings(judged_of(finding(packages=())), 5, TODAY)
    assert (row.package, row.installed, row.fixed_in) == ("", "", "")


def test_only_what_is_not_scanned_is_unknown_with_its_reason() -> None:
    stopped = entry(2, coverage=Coverage(scanned=False, reason="EC2_INSTANCE_STOPPED"))
    rows = unknown([entry(1), stopped, entry(3, coverage=None)])
    assert [(row.label, row.reason) for row in rows] == [
        ("web-3", "Inspector could not be asked"),
        ("web-2", "the instance is stopped"),
    ]
