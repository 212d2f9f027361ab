"""The change calendars of the account: when each of them is open, and their text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.aws.account import Account
from sandbox.aws.seed.calendars import Calendar, Event, calendars

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_AHEAD_DAYS = 370


@dataclass(frozen=True, slots=True)
class ChangeCalendar:
    """A calendar of the seed with the day its events count from."""

    seed: Calendar
    created: datetime

    def is_open(self, at: datetime) -> bool:
        """Whether changes are allowed at a time."""
        inside = any(start <= at < end for start, end in self.spans(at))
        return inside if self.seed.type == "DEFAULT_CLOSED" else not inside

    def spans(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Beginning and end of every event that ends after `since`, for a year."""
        for event in self.seed.event:
            for day in self._days(event, since):
                start, end = self.span(event, day)
                if end > since:
                    yield start, end

    def first_day(self, event: Event) -> date:
        """The day an event happens for the first time."""
        today = self.created.astimezone(ZoneInfo(self.seed.zone)).date()
        if not event.days:
            return today + timedelta(days=event.days_ahead)
        monday = today - timedelta(days=today.weekday() + 28)
        return monday + timedelta(days=_WEEKDAYS.index(event.days[0]))

    def span(self, event: Event, day: date) -> tuple[datetime, datetime]:
        """An event on one day, by the clock on the wall."""
        zone = ZoneInfo(self.seed.zone)
        start = datetime.combine(day, event.start)
        return start.replace(tzinfo=zone), (start + timedelta(hours=event.hours)).replace(tzinfo=zone)

    def _days(self, event: Event, since: datetime) -> Iterator[date]:
        first = self.first_day(event)
        if not event.days:
            yield first
            return
        begin = since.astimezone(ZoneInfo(self.seed.zone)).date() - timedelta(days=event.hours // 24 + 1)
        for ahead in range(_AHEAD_DAYS):
            day = begin + timedelta(days=ahead)
            if day >= first and _WEEKDAYS[day.weekday()] in event.days:
                yield day

    def text(self) -> str:
        """The document: iCalendar 2.0, as Change Calendar stores it."""
        seed = self.seed
        head = (
            "BEGIN:VCALENDAR",
            "PRODID:-//AWS//Change Calendar 1.0//EN",
            "VERSION:2.0",
            f"X-CALENDAR-TYPE:{seed.type}",
            f"X-WR-CALDESC:{seed.description}",
            "X-CALENDAR-CMEVENTS:DISABLED",
            f"X-WR-TIMEZONE:{seed.zone}",
        )
        events = (line for number, event in enumerate(seed.event) for line in self._event(number, event))
        return "\r\n".join((*head, *events, "END:VCALENDAR", ""))

    def _event(self, number: int, event: Event) -> Iterator[str]:
        zone = self.seed.zone
        start, end = self.span(event, self.first_day(event))
        yield "BEGIN:VEVENT"
        yield f"DTSTAMP:{self.created.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield f"UID:{self.seed.name}-{number}"
        yield "SEQUENCE:0"
        yield f"SUMMARY:{event.summary}"
        yield f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}"
        yield f"DTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}"
        if event.days:
            yield f"RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY={','.join(event.days)}"
        yield "X-EVENT-TYPE:STANDARD"
        yield "END:VEVENT"


def change_calendars(account: Account) -> tuple[ChangeCalendar, ...]:
    """Every change calendar by name; another account or region has none."""
    if not account.enabled:
        return ()
    return tuple(ChangeCalendar(seed, account.started) for seed in sorted(calendars(), key=lambda each: each.name))
