"""Times of a window by the owner's clock, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from core.windows.grid import DAY, HOUR

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def local_span(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """`Sun 22 Nov, 03:00 to 04:00 (Europe/Berlin)`; an end on another day names it, a change of the clock is said."""
    begin, finish = start.astimezone(zone), end.astimezone(zone)
    day = "" if begin.date() == finish.date() else f"{_day(finish)}, "
    same = begin.utcoffset() == finish.utcoffset()
    change = "" if same else f", the clock changes from {begin:%Z} to {finish:%Z}"
    return f"{_day(begin)}, {begin:%H:%M} to {day}{finish:%H:%M} ({zone.key}{change})"


def local_moment(moment: datetime, zone: ZoneInfo) -> str:
    """`Sun 22 Nov, 03:00`."""
    at = moment.astimezone(zone)
    return f"{_day(at)}, {at:%H:%M}"


def hour_of_week(slot: int) -> str:
    """`Tue 14:00`, from a quarter hour of the week."""
    return f"{_DAYS[slot // DAY]} {slot % DAY // HOUR:02}:{slot % HOUR * 15:02}"


def _day(moment: datetime) -> str:
    return f"{_DAYS[moment.weekday()]} {moment.day} {moment:%b}"
