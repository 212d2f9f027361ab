"""By when a finding has to be mended: CISA's date where there is one, and so many days after it was first seen."""

from collections.abc import Mapping
from datetime import date

from core.findings import Severity
from core.report.ledger import Line

# Critical and high: https://www.cisa.gov/news-events/directives/bod-19-02-vulnerability-remediation-requirements-internet-accessible-systems
# Medium and low: FedRAMP's vulnerability scanning requirements, moderate and low.
DAYS: Mapping[Severity, int] = {
    Severity.CRITICAL: 15,
    Severity.HIGH: 30,
    Severity.MEDIUM: 90,
    Severity.LOW: 180,
}


def overdue_days(line: Line, today: date, days: Mapping[Severity, int]) -> int:
    """Days past the earlier of its two deadlines, 0 when neither has passed or there is none."""
    due = line.known_exploited.due if line.known_exploited else None
    allowed = days.get(line.severity)
    by_date = (today - due).days if due else 0
    by_age = (today - line.first_observed.date()).days - allowed if allowed is not None else 0
    return max(0, by_date, by_age)
