"""Spans of time as people write them: 15m, 3h, 24h, 7d, 2w."""

import re
from datetime import timedelta

_SPAN = re.compile(r"(?P<number>\d{1,6})\s*(?P<unit>m|min|h|hours?|d|days?|w|weeks?)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def parse_span(text: str) -> timedelta:
    """The length of a span; raises ValueError with a sentence for anything else, and for nothing at all."""
    found = _SPAN.fullmatch(text.strip().lower())
    if not found:
        raise ValueError("A time range is a number and m, h, d or w, back from now: 90m, 24h, 7d, 2w.")
    length = int(found["number"]) * _UNITS[found["unit"][0]]
    if not length:
        raise ValueError("A time range of zero holds nothing; the shortest is 1m.")
    return length


def short_span(length: timedelta) -> str:
    """The same in its shortest whole form: `2 h` becomes `2h`, `14 days` becomes `14d`."""
    minutes = max(1, round(length.total_seconds() / 60))
    for unit, size in (("d", 1440), ("h", 60)):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"
