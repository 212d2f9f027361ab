"""The shapes of the change calendars, and their reader."""

from datetime import time
from functools import cache
from typing import Literal

from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class Event(Seed):
    """One event, or a weekly one where it names days."""

    summary: str
    start: time
    hours: int
    days_ahead: int = 0
    days: tuple[Weekday, ...] = ()


class Calendar(Seed):
    """A change calendar."""

    name: str
    type: Literal["DEFAULT_OPEN", "DEFAULT_CLOSED"]
    description: str
    zone: str
    event: tuple[Event, ...] = ()


@cache
def calendars() -> tuple[Calendar, ...]:
    """All change calendars, by the order of the file."""
    return tuple(Calendar.model_validate(row) for row in read("calendars.toml")["calendar"])
