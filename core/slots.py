"""The wall-clock slots of a recurring job: moments that are the same for every process, however late one looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Every:
    """A slot at each multiple of `period` since 1970 in UTC, which no change of the local clock moves."""

    period: timedelta

    def __post_init__(self) -> None:
        if self.period <= timedelta():
            raise ValueError("a period is longer than nothing")

    def latest(self, moment: datetime) -> datetime:
        """The last slot at a moment or before it."""
        return _EPOCH + (moment - _EPOCH) // self.period * self.period

    def following(self, moment: datetime) -> datetime:
        """The first slot after a moment."""
        return self.latest(moment) + self.period


@dataclass(frozen=True, slots=True)
class Daily:
    """One slot on each day of a zone's calendar.

    A time that a change of the clock repeats counts the first time it is there. One that is left out counts as if the
    clock had not been changed yet; PEP 495 calls both fold 0.
    """

    at: time
    zone: ZoneInfo

    def latest(self, moment: datetime) -> datetime:
        """The last slot at a moment or before it."""
        day = moment.astimezone(self.zone).date() + _DAY
        while (slot := self._on(day)) > moment:
            day -= _DAY
        return slot

    def following(self, moment: datetime) -> datetime:
        """The first slot after a moment."""
        day = moment.astimezone(self.zone).date() - _DAY
        while (slot := self._on(day)) <= moment:
            day += _DAY
        return slot

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, self.at, self.zone).astimezone(UTC)


When = Every | Daily


def between(when: When, after: datetime, until: datetime) -> Iterator[datetime]:
    """The slots later than `after`, up to `until` and with it."""
    slot = when.following(after)
    while slot <= until:
        yield slot
        slot = when.following(slot)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a job owes: the slots from `first` to `last`, of which there are `missed` that are too late to begin.

    Either there is one slot that is in time, and none is missed, or all of them are too late; `newer` then tells that
    one in time follows them.
    """

    first: datetime
    last: datetime
    missed: int
    newer: bool


def turn(when: When, through: datetime, now: datetime, grace: timedelta) -> Turn | None:
    """What is owed after the slot `through`; None until the next slot has come.

    Args:
        when: The slots.
        through: The last slot that is settled.
        now: The present moment.
        grace: How late a slot may begin.
    """
    first = when.following(through)
    if first > now:
        return None
    if now - first <= grace:
        return Turn(first, first, missed=0, newer=False)
    late = [slot for slot in between(when, through, now) if now - slot > grace]
    return Turn(first, late[-1], missed=len(late), newer=when.following(late[-1]) <= now)
