"""The hours in which people work with a machine, as a team writes them: Mon-Fri 09:00-18:00."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHAPE = re.compile(
    r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+(?P<begin>\d{1,2}:\d{2})-(?P<end>\d{1,2}:\d{2})", re.IGNORECASE
)
_MIDNIGHT = "24:00"


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """`days` of the week from Monday (0), each from `begin` to `end`; an end of 00:00 is the end of the day."""

    days: frozenset[int]
    begin: time
    end: time

    def spans(self, zone: ZoneInfo, start: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The business hours that meet a time, in UTC and in order."""
        day = start.astimezone(zone).date()
        while day <= until.astimezone(zone).date():
            if day.weekday() in self.days:
                begin, end = self._on(day, zone)
                if begin < until and end > start:
                    yield begin, end
            day += timedelta(days=1)

    def _on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        last = day + timedelta(days=1) if self.end == time() else day
        moments = datetime.combine(day, self.begin, zone), datetime.combine(last, self.end, zone)
        return moments[0].astimezone(UTC), moments[1].astimezone(UTC)


def parse_business_hours(text: str) -> BusinessHours | None:
    """Read `Mon-Fri 09:00-18:00` or `Sat 10:00-24:00`; None for an empty text: no hours are special.

    Raises:
        ValueError: the text cannot be read; the sentence shows one that can.
    """
    if not text.strip():
        return None
    found = _SHAPE.fullmatch(text.strip())
    days = _days(found["first"].lower(), (found["last"] or found["first"]).lower()) if found else frozenset()
    try:
        begin, end = (_time(found[name]) for name in ("begin", "end")) if found else (time(), time())
    except ValueError:
        days = frozenset()
    if not days or begin >= end != time():
        raise ValueError("Business hours are days and hours: Mon-Fri 09:00-18:00.")
    return BusinessHours(days, begin, end)


def _days(first: str, last: str) -> frozenset[int]:
    if first not in _DAYS or last not in _DAYS:
        return frozenset()
    begin, end = _DAYS.index(first), _DAYS.index(last)
    return frozenset((begin + step) % 7 for step in range((end - begin) % 7 + 1))


def _time(text: str) -> time:
    return time() if text == _MIDNIGHT else time.fromisoformat(text.zfill(5))
