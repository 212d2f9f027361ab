"""When a schedule of AWS runs: cron(...), rate(...) and at(...).

https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

_EXPRESSION = re.compile(r"(cron|rate|at)\((.+)\)")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_CRON_FIELDS = 6
_AHEAD_DAYS = 800  # what does not come up by then, such as 30 February, never does


def runs(expression: str, zone: str, since: datetime, begun: datetime | None = None) -> Iterator[datetime]:
    """Each run after `since`, in the schedule's zone; a rate counts from when it was `begun`.

    Raises:
        ValueError: AWS does not take such an expression.
    """
    read = _EXPRESSION.fullmatch(expression.strip())
    if not read:
        raise ValueError(f"{expression} is no schedule")
    kind, inside = read[1], read[2].strip()
    local = since.astimezone(ZoneInfo(zone))
    if kind == "rate":
        return _rate(inside, (begun or since).astimezone(local.tzinfo), local)
    if kind == "at":
        when = datetime.fromisoformat(inside).replace(tzinfo=ZoneInfo(zone))
        return iter([when] if when > since else [])
    return _Cron.read(inside).runs(local)


def _rate(inside: str, begun: datetime, since: datetime) -> Iterator[datetime]:
    number, _, unit = inside.partition(" ")
    step = _UNITS.get(unit.removesuffix("s"))
    if step is None or not number.isdigit() or int(number) < 1:
        raise ValueError(f"{inside} is no rate")
    every = step * int(number)
    past = max(0, (since - begun) // every)
    return (begun + every * (past + turn) for turn in count(1))


@dataclass(frozen=True, slots=True)
class _Cron:
    minutes: frozenset[int]
    hours: frozenset[int]
    day: str
    months: frozenset[int]
    weekday: str
    years: frozenset[int]

    @classmethod
    def read(cls, inside: str) -> "_Cron":
        fields = inside.upper().split()
        if len(fields) != _CRON_FIELDS or (fields[2] == "?") == (fields[4] == "?"):
            raise ValueError(f"{inside} needs six fields, and a question mark for one kind of day")
        minutes, hours, day, months, weekday, years = fields
        return cls(
            _numbers(minutes, 0, 59),
            _numbers(hours, 0, 23),
            day,
            _numbers(_named(months, _MONTHS), 1, 12),
            _named(weekday, _WEEKDAYS),
            _numbers(years, 1970, 2199),
        )

    def runs(self, since: datetime) -> Iterator[datetime]:
        for ahead in range(_AHEAD_DAYS):
            day = since.date() + timedelta(days=ahead)
            if self._falls_on(day):
                times = (time(hour, minute) for hour in sorted(self.hours) for minute in sorted(self.minutes))
                found = (datetime.combine(day, each, since.tzinfo) for each in times)
                yield from (each for each in found if each > since and _exists(each))

    def _falls_on(self, day: date) -> bool:
        if day.year not in self.years or day.month not in self.months:
            return False
        return _is_day(self.day, day) if self.weekday == "?" else _is_weekday(self.weekday, day)


def _is_day(field: str, day: date) -> bool:
    last = monthrange(day.year, day.month)[1]
    return day.day == last if field == "L" else day.day in _numbers(field, 1, 31)


def _is_weekday(field: str, day: date) -> bool:
    number = day.isoweekday() % 7 + 1
    if field.endswith("L") and len(field) > 1:
        return number == int(field[:-1]) and day.day + 7 > monthrange(day.year, day.month)[1]
    wanted, _, turn = field.partition("#")
    if turn:
        return number == int(wanted) and (day.day + 6) // 7 == int(turn)
    return number in _numbers("7" if field == "L" else field, 1, 7)


def _named(field: str, names: tuple[str, ...]) -> str:
    for number, name in enumerate(names, start=1):
        field = field.replace(name, str(number))
    return field


def _numbers(field: str, low: int, high: int) -> frozenset[int]:
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = (f"{low}-{high}" if span in ("*", "?") else span).partition("-")
        end = int(last) if last else high if step else int(first)
        found.update(range(int(first), end + 1, int(step or 1)))
    if not found or min(found) < low or max(found) > high:
        raise ValueError(f"{field} is not from {low} to {high}")
    return frozenset(found)


def _exists(local: datetime) -> bool:
    """Whether the clock on the wall ever shows this; one hour in spring it does not."""
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(fold=0) == local
