"""By when a finding has to be mended: CISA's date where there is one, and so many days after it was first seen."""

from collections.abc import Mapping
from datetime import date

from core.findings import Severity
from core.report.ledger import Line

Days = Mapping[Severity, int]


def days_allowed(critical: int, high: int, medium: int, low: int) -> Days:
    """By severity; what nobody has judged yet has as long as a high one, what is only informational has no deadline."""
    return {
        Severity.CRITICAL: critical,
        Severity.HIGH: high,
        Severity.MEDIUM: medium,
        Severity.LOW: low,
        Severity.UNTRIAGED: high,
    }


# Critical and high: https://www.cisa.gov/news-events/directives/bod-19-02-vulnerability-remediation-requirements-internet-accessible-systems
# Medium and low: FedRAMP's vulnerability scanning requirements, moderate and low.
DAYS = days_allowed(15, 30, 90, 180)


def overdue_days(line: Line, today: date, days: Days) -> int:
    """Days past the earlier of its two deadlines, 0 when neither has passed or there is none."""
    due = line.known_exploited.due if line.known_exploited else None
    allowed = days.get(line.severity)
    by_date = (today - due).days if due else 0
    by_age = (today - line.first_observed.date()).days - allowed if allowed is not None else 0
    return max(0, by_date, by_age)
