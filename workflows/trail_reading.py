"""Reads the account's events into the log: what is worth most first, newest first, and each stretch once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from threading import Event
from typing import Protocol

from core.strands import CHANGES, STRANDS, Strand, followed
from core.stretches import Stretch, holes
from services.aws.deadline import left_s
from services.aws.event_pages import EventPage
from services.store.event_log import EventLog

# Events come about five minutes late on average, without a promise.
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
LATE = timedelta(minutes=15)
_SECOND = timedelta(seconds=1)
_CHANGES_AHEAD = timedelta(hours=24)  # so far back changes are read before anything else
# For a question the newest moments are not asked for again: of the few that there are most come minutes later anyway.
_CHANGES_MAY_LAG, _READS_MAY_LAG = timedelta(seconds=20), timedelta(minutes=5)
_FOLLOWED = 10
# A program that is refused each minute would else have all of its calls read, again and again.
_FOLLOWED_PAGES = 4
_NEARBY = timedelta(hours=3)
_AROUND = timedelta(hours=1)  # of a refused call, in which whoever made it is followed


class Pages(Protocol):
    """The events of one region; see `services.aws.event_pages`."""

    @property
    def region(self) -> str:
        """The region."""
        ...

    def pages(self, strand: Strand, since: datetime, until: datetime) -> Iterator[EventPage]:
        """Page by page, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """Stretches of a strand that somebody wants to know."""

    strand: Strand
    stretch: Stretch


def wanted(log: EventLog, span: Stretch) -> tuple[Wanted, ...]:
    """Everything that is read of a span: each strand, and the keys that were refused, around that moment."""
    always = [Wanted(strand, span) for strand in STRANDS]
    for key, at in log.refused(span.since, _FOLLOWED):
        around = Stretch(max(span.since, at - _AROUND), min(span.until, at + _AROUND))
        if around.since < around.until:
            always.append(Wanted(followed(key), around))
    return tuple(always)


def name_of(region: str, strand: Strand) -> str:
    """Under which the log keeps what was read."""
    return f"{region}/{strand}"


@dataclass(slots=True)
class _Task:
    """A hole that is being read; `reached` is how far back it is closed, after `read` pages."""

    strand: Strand
    hole: Stretch
    reached: datetime
    pages: Iterator[EventPage]
    read: int = 0

    @property
    def enough(self) -> bool:
        """Whether the rest of a key that is followed is left out."""
        return self.strand.attribute == "AccessKeyId" and self.read >= _FOLLOWED_PAGES


@dataclass(slots=True)
class Reading:
    """Fills holes of one region, until somebody is `leaving`.

    `new` counts events that were not there, `unreadable` those that make no sense.
    """

    source: Pages
    log: EventLog
    now: datetime
    leaving: Event = field(default_factory=Event)
    new: int = 0
    unreadable: int = 0
    _queue: list[tuple[float, int, _Task]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def whole(self, several: Sequence[Wanted]) -> None:
        """Read what is not settled, until the deadline comes; each page is kept as soon as it is there.

        Raises:
            Upstream: CloudTrail did not answer, or the log could not be written.
        """
        self._read(several, self.log.settled, lambda _, hole: hole.until - hole.since > _SECOND)

    def newest(self, several: Sequence[Wanted]) -> None:
        """Read what is not known, in the same way, but for the last moments.

        Raises:
            Upstream: CloudTrail did not answer, or the log could not be written.
        """
        self._read(several, self.log.known, self._is_missed)

    def afresh(self, several: Sequence[Wanted]) -> None:
        """The same, and once more the changes of those minutes of which some may have come late.

        Raises:
            Upstream: CloudTrail did not answer, or the log could not be written.
        """
        changes = name_of(self.source.region, CHANGES)
        self._read(
            several, lambda name: (self.log.settled if name == changes else self.log.known)(name), self._is_missed
        )

    def _is_missed(self, wanted: Wanted, hole: Stretch) -> bool:
        may_lag = _CHANGES_MAY_LAG if wanted.strand is CHANGES else _READS_MAY_LAG
        last = hole.until == wanted.stretch.until and hole != wanted.stretch
        return hole.until - hole.since > (may_lag if last else _SECOND)

    def _read(
        self,
        several: Sequence[Wanted],
        known: Callable[[str], Sequence[Stretch]],
        counts: Callable[[Wanted, Stretch], bool],
    ) -> None:
        for each in several:
            for hole in _nearby(holes(each.stretch, known(name_of(self.source.region, each.strand)))):
                if counts(each, hole):
                    pages = self.source.pages(each.strand, hole.since, hole.until)
                    self._push(_Task(each.strand, hole, hole.until, pages))
        while self._queue and left_s() and not self.leaving.is_set():
            task = heappop(self._queue)[2]
            if self._page(task):
                self._push(task)

    def _push(self, task: _Task) -> None:
        """The one whose next page is the newest comes first, changes well ahead of the rest."""
        ahead = timedelta() if task.strand is CHANGES or task.strand.attribute == "Username" else _CHANGES_AHEAD
        heappush(self._queue, (-(task.reached - ahead).timestamp(), next(self._order), task))

    def _page(self, task: _Task) -> bool:
        """Read one page; whether there are more."""
        page = next(task.pages, None)
        if page is None:
            return False
        # The second of the oldest event may go on on the next page.
        oldest = min((event.at for event in page.events), default=task.reached - _SECOND) + _SECOND
        task.read += 1
        more = page.more and not task.enough
        until, since = task.reached, min(oldest, task.reached) if more else task.hole.since
        name = name_of(self.source.region, task.strand)
        self.new += self.log.keep(name, page.events, Stretch(since, until), self.now - LATE)
        self.unreadable += page.unreadable
        task.reached = since
        return more


def _nearby(several: Sequence[Stretch]) -> Iterator[Stretch]:
    """Holes that lie close together as one: the events between are few, and a question for each hole is not."""
    last: Stretch | None = None
    for hole in several:
        if last and hole.since - last.until <= _NEARBY:
            last = Stretch(last.since, hole.until)
            continue
        if last:
            yield last
        last = hole
    if last:
        yield last
