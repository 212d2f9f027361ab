"""Sentences that stand alone."""

from datetime import date

import pytest

from core.findings import Finding, Severity, SeverityCounts
from core.fleet import Coverage
from core.gaps import Gap
from core.remedy import remedy
from core.risk import groups
from core.summaries import analysis_summary, counted, coverage_reason, findings_summary, severities
from tests.core.examples import NOW, TODAY, entry, exploited, finding

UNMANAGED = Coverage(scanned=False, reason="UNMANAGED_EC2_INSTANCE")
GAP = Gap(what="page 3", why="AWS refused it.")


@pytest.mark.parametrize(("count", "said"), [(0, "no findings"), (1, "1 finding"), (5000, "5,000 findings")])
def test_counts_agree_with_their_noun(count: int, said: str) -> None:
    assert counted(count, "finding") == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (SeverityCounts(), "no findings"),
        (SeverityCounts(critical=1), "1 critical finding"),
        (SeverityCounts(critical=4, high=9, medium=2), "4 critical and 9 high findings"),
        (SeverityCounts(high=2, medium=1), "2 high and 1 medium finding"),
        (SeverityCounts(other=5000), "5,000 other findings"),
    ],
)
def test_the_two_worst_severities_are_named(counts: SeverityCounts, said: str) -> None:
    assert severities(counts) == said


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (None, "Inspector could not be asked"),
        (UNMANAGED, "Systems Manager does not manage it"),
        (Coverage(scanned=False, reason="SOME_NEW_REASON"), "some new reason"),
        (Coverage(scanned=False), "Inspector gives no reason"),
    ],
)
def test_why_nothing_is_known_is_said_in_words(coverage: Coverage | None, said: str) -> None:
    assert coverage_reason(entry(coverage=coverage)) == said


def test_known_exploited_vulnerabilities_are_counted_once_with_what_is_overdue_and_what_is_next() -> None:
    found = [
        finding(1, severity=Severity.CRITICAL, known_exploited=exploited(date(2026, 11, 1))),
        finding(2, severity=Severity.CRITICAL, known_exploited=exploited(date(2026, 11, 24))),
        finding(2, severity=Severity.CRITICAL, known_exploited=exploited(date(2026, 11, 24))),
    ]
    said = findings_summary([entry(1, *found)], SeverityCounts(critical=3), found, (), TODAY)
    assert said == "web-1: 3 critical findings, 2 known exploited (1 overdue, next due 24 Nov 2026)"


def test_a_known_exploited_one_without_a_date_stands_without_brackets() -> None:
    found = [finding(1, known_exploited=exploited())]
    assert findings_summary([entry(1, *found)], SeverityCounts(high=1), found, (), TODAY) == (
        "web-1: 1 high finding, 1 known exploited"
    )


@pytest.mark.parametrize(
    ("found", "gaps", "said"),
    [
        ([], (), "2 instances: no findings; 1 of 2 not scanned"),
        ([finding()], (GAP,), "2 instances: 1 high finding; 1 of 2 not scanned; partial answer"),
    ],
)
def test_what_is_unknown_or_missing_is_part_of_the_sentence(
    found: list[Finding], gaps: tuple[Gap, ...], said: str
) -> None:
    subject = [entry(1, *found), entry(2, coverage=UNMANAGED)]
    counts = SeverityCounts.of(each.severity for each in found)
    assert findings_summary(subject, counts, found, gaps, TODAY) == said


def test_a_list_that_is_short_by_choice_is_no_partial_answer() -> None:
    short = Gap(what="90,678 findings", why="The worst 5,000 are listed.", by_choice=True)
    subject, counts = [entry(1, finding())], SeverityCounts(high=1)
    assert "partial" not in findings_summary(subject, counts, [finding()], (short,), TODAY)
    assert findings_summary(subject, counts, [finding()], (short, GAP), TODAY).endswith("; partial answer")


def test_an_instance_that_is_not_scanned_is_unknown_and_not_clean() -> None:
    unknown = entry(coverage=UNMANAGED)
    because = "because Systems Manager does not manage it"
    assert findings_summary([unknown], SeverityCounts(), [], (), TODAY) == f"web-1: unknown, {because}"
    assert analysis_summary(unknown, None, [], ()) == f"web-1: risk unknown, {because}"


def test_an_analysis_says_the_risk_and_what_to_do_first() -> None:
    remedies = [remedy(group) for group in groups([finding()], {}, NOW)]
    said = "web-1: risk 31 of 100, 1 finding. First: upgrade openssl to 3.0.7-27.el9"
    assert analysis_summary(entry(1, finding()), 31, remedies, ()) == said
    assert analysis_summary(entry(1, finding()), 31, remedies, (GAP,)) == f"{said}; partial answer"


def test_an_analysis_of_an_instance_that_is_not_scanned_any_more_says_so() -> None:
    stale = entry(1, finding(), coverage=Coverage(scanned=False, reason="STALE_INVENTORY"))
    said = "web-1: risk 31 of 100, 1 finding; not scanned any more, because its software inventory is stale"
    assert analysis_summary(stale, 31, [], ()) == said
