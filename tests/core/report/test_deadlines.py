"""By when a finding has to be mended."""

from datetime import date, timedelta

import pytest

from core.findings import Severity
from core.report.deadlines import DAYS, days_allowed, overdue_days
from tests.core.examples import NOW, TODAY, exploited, finding
from tests.core.report.examples import lines_of


@pytest.mark.parametrize(
    ("severity", "age_days", "due", "late"),
    [
        (Severity.CRITICAL, 15, None, 0),
        (Severity.CRITICAL, 16, None, 1),
        (Severity.HIGH, 40, None, 10),
        (Severity.INFORMATIONAL, 900, None, 0),
        (Severity.UNTRIAGED, 31, None, 1),
        (Severity.LOW, 1, TODAY - timedelta(days=5), 5),
        (Severity.LOW, 1, TODAY, 0),
        (Severity.CRITICAL, 25, TODAY - timedelta(days=3), 10),
        (Severity.HIGH, 0, TODAY + timedelta(days=3), 0),
    ],
)
def test_the_longer_of_both_delays_counts(severity: Severity, age_days: int, due: date | None, late: int) -> None:
    seen = NOW - timedelta(days=age_days)
    known = exploited(due) if due else None
    (line,) = lines_of(finding(severity=severity, first_observed=seen, known_exploited=known))
    assert overdue_days(line, TODAY, DAYS) == late


def test_a_severity_without_days_is_never_late_by_age() -> None:
    (line,) = lines_of(finding(first_observed=NOW - timedelta(days=900)))
    assert overdue_days(line, TODAY, {}) == 0


def test_what_nobody_has_judged_has_as_long_as_a_high_one() -> None:
    days = days_allowed(1, 2, 3, 4)
    assert (days[Severity.UNTRIAGED], days[Severity.LOW], Severity.INFORMATIONAL in days) == (2, 4, False)
