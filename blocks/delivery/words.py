"""Words that all places share."""

from collections.abc import Iterator

from blocks.text import utc
from core.delivery.report import Report


def headline(report: Report) -> str:
    """`[high] Disk full on web-1 (resolved)`."""
    return f"[{report.severity}] {report.title} ({report.state})"


def facts(report: Report) -> Iterator[tuple[str, str]]:
    """What decides, in order; what is not known is left out."""
    yield "State", report.state
    yield "Severity", report.severity
    yield "First seen", utc(report.first_seen)
    yield "Last seen", utc(report.last_seen)
    if report.resolved_at:
        yield "Resolved", utc(report.resolved_at)
    yield "Alerts", f"{report.count:,}" + (f" of {report.things:,} things" if report.things > 1 else "")
    for name, value in (
        ("Service", report.service),
        ("Resource", report.resource),
        ("Specialist", report.specialist),
        ("Most likely cause", report.cause + (f" ({report.confidence})" if report.confidence else "")),
    ):
        if value.strip():
            yield name, value
