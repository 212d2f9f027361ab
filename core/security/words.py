"""The sentence that stands alone: what happened, or truly how much was looked at when nothing was found."""

from collections.abc import Sequence
from datetime import datetime

from core.answers.security_events import Looked, SecurityAlert
from core.findings import Severity
from core.gaps import Gap, whole
from core.outside import OutsideFinding

_SEVERE = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)


def security_sentence(
    shown: Sequence[SecurityAlert],
    beside: Sequence[OutsideFinding],
    looked: Looked,
    gaps: Sequence[Gap],
    time_range: str,
    label: str,
) -> str:
    """For example `3 stories (1 critical, 2 high) in 24h; worst: Logging was switched off, by mallory`."""
    if shown:
        return of_whom(label, f"{_counted(shown)} in {time_range}; worst: {_told(shown[0])}")
    if looked.nothing:
        return of_whom(label, f"unknown, because {reason(gaps)}")
    quiet = f"nothing suspicious in {_span(looked, time_range)}"
    seen = sum(each.watcher != "Inspector" for each in beside)  # its findings are weaknesses, and nobody's doing
    if seen:
        quiet = f"{seen} finding{'' if seen == 1 else 's'} of AWS's own services, and {quiet}"
    return of_whom(label, quiet)


def trail_sentence(
    shown: Sequence[SecurityAlert],
    count: int,
    looked: Looked,
    gaps: Sequence[Gap],
    time_range: str,
    label: str,
) -> str:
    """For example `web-1: 214 events in 24h; 1 high story, worst: …`."""
    if looked.nothing:
        return of_whom(label, f"unknown, because {reason(gaps)}")
    told = f"{count:,} event{'' if count == 1 else 's'} in {range_words(looked, time_range)}"
    if shown:
        return of_whom(label, f"{told}; {_counted(shown)}, worst: {_told(shown[0])}")
    return of_whom(label, f"{told}, nothing suspicious among them")


def of_whom(label: str, clause: str) -> str:
    """A clause about somebody named, or a sentence about the account."""
    return f"{label}: {clause}" if label else f"{clause[:1].upper()}{clause[1:]}"


def reason(gaps: Sequence[Gap]) -> str:
    """Why nothing is known, as a clause."""
    failed = [gap.why.rstrip(".") for gap in gaps if not whole([gap])]
    if not failed:
        return "no events could be read"
    # Names such as AWS keep their capitals.
    return failed[0] if failed[0][1:2].isupper() else f"{failed[0][:1].lower()}{failed[0][1:]}"


def _counted(shown: Sequence[SecurityAlert]) -> str:
    """`1 critical story`, `3 stories (1 critical, 2 high)`, or `3 minor stories` where none is worse."""
    numbers = [(sum(each.severity is severity for each in shown), severity.value) for severity in _SEVERE]
    parts = [(number, word) for number, word in numbers if number]
    if len(shown) == 1:
        return f"1 {parts[0][1] if parts else 'minor'} story"
    if not parts:
        return f"{len(shown)} minor stories"
    return f"{len(shown)} stories ({', '.join(f'{number} {word}' for number, word in parts)})"


def _told(alert: SecurityAlert) -> str:
    by = f", by {alert.actor}" if alert.actor else ""
    where = f" from {alert.source_ips[0]}" if alert.source_ips else ""
    return f"{alert.title}{by}{where}"


def _span(looked: Looked, time_range: str) -> str:
    return f"{looked.events:,} event{'' if looked.events == 1 else 's'} of {range_words(looked, time_range)}"


def range_words(looked: Looked, time_range: str) -> str:
    """The time asked for, or what of it could be read."""
    if looked.whole:
        return f"the last {time_range}"
    back = f" (back to {_utc(looked.since)})" if looked.since else ""
    return f"what could be read of the last {time_range}{back}"


def _utc(moment: datetime) -> str:
    return f"{moment:%-d %b %H:%M} UTC"
