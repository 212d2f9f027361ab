"""Reads what a trail has delivered to a bucket into the log: faster than CloudTrail answers, and complete."""

from collections.abc import Iterator, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.errors import Upstream
from core.strands import CHANGES, STRANDS
from core.stretches import Stretch, holes
from services.aws.crew import Crew
from services.aws.deadline import left_s, patience_s
from services.aws.event_pages import StoredEvent
from services.aws.trail_bucket import DELIVERED_WITHIN, Delivered
from services.store.event_log import EventLog
from workflows.trail_reading import name_of

_PART = timedelta(hours=1)  # of the time is read and kept at once
_AT_ONCE = 8
_BEFORE = timedelta(minutes=15)  # events before a file was begun that may have come in a later one


class Bucket(Protocol):
    """See `services.aws.trail_bucket`."""

    def files(self, region: str, since: datetime, until: datetime) -> Iterator[Delivered]:
        """The files of a span; raises Upstream."""
        ...

    def events(self, file: Delivered) -> list[StoredEvent]:
        """What is worth keeping of one; raises Upstream."""
        ...


@dataclass(slots=True)
class Delivery:
    """Fills holes of one region from the bucket. `new` counts events that were not there."""

    bucket: Bucket
    region: str
    log: EventLog
    crew: Crew
    new: int = 0

    def read(self, span: Stretch) -> None:
        """Read what is not settled, newest first, until the deadline comes. What may still be delivered is left.

        Raises:
            Upstream: S3 did not answer, or the log could not be written.
        """
        steady = Stretch(span.since, span.until - DELIVERED_WITHIN)
        for hole in reversed(holes(steady, self.log.settled(name_of(self.region, CHANGES)))):
            for part in _parts(hole):
                if not left_s():
                    return
                self._part(part)

    def _part(self, part: Stretch) -> None:
        names = [name_of(self.region, strand) for strand in STRANDS]
        files = list(self.bucket.files(self.region, part.since - DELIVERED_WITHIN, part.until))
        for begin in range(0, len(files), _AT_ONCE):
            events = self._together(files[begin : begin + _AT_ONCE], part)
            self.new += self.log.keep((), events, part, part.until)
        for stretch in covered([file.at for file in files], part):
            self.log.keep(names, (), stretch, stretch.until)

    def _together(self, files: Sequence[Delivered], part: Stretch) -> list[StoredEvent]:
        asked = [self.crew.submit(self.bucket.events, each) for each in files]
        _, late = wait(asked, timeout=patience_s())
        if late:
            raise Upstream.timed_out("GetObject")
        return [event for each in asked for event in each.result() if part.since <= event.at <= part.until]


def covered(times: Sequence[datetime], part: Stretch) -> tuple[Stretch, ...]:
    """The stretches of a part of which files of these times surely have all events.

    Where no file came for a while the trail may have been stopped, so that stretch is left to be asked of CloudTrail.
    """
    chains: list[Stretch] = []
    for time in sorted(times):
        if chains and time - chains[-1].until <= DELIVERED_WITHIN:
            chains[-1] = Stretch(chains[-1].since, time)
        else:
            chains.append(Stretch(time, time))
    inside = (Stretch(max(each.since, part.since), min(each.until - _BEFORE, part.until)) for each in chains)
    return tuple(each for each in inside if each.since < each.until)


def _parts(hole: Stretch) -> Iterator[Stretch]:
    """Newest first."""
    end = hole.until
    while end > hole.since:
        begin = max(hole.since, end - _PART)
        yield Stretch(begin, end)
        end = begin
