from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from core.clock import SystemClock
from core.errors import Upstream
from core.strands import Strand
from services.aws.event_pages import EventPage, StoredEvent
from workflows.trail import Trail

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
SINCE = NOW - timedelta(hours=24)


def page(*numbers: int, more: bool = False) -> EventPage:
    rows = (StoredEvent(f"e-{each}", NOW - timedelta(minutes=each), f'{{"number": {each}}}') for each in numbers)
    return EventPage(tuple(rows), more)


class Told:
    """Pages of one region; after the last one it fails."""

    def __init__(self, *pages: EventPage, error: Upstream | None = None) -> None:
        self._pages = pages
        self._error = error

    def pages(self, strand: Strand, since: datetime, until: datetime) -> Iterator[EventPage]:
        del strand, since, until
        yield from self._pages
        if self._error:
            raise self._error


def test_events_of_a_span_come_oldest_first_and_once() -> None:
    told = Trail(Told(page(1, 2, more=True), page(2, 3)), SystemClock()).events(SINCE, NOW)
    assert [each["number"] for each in told.events] == [3, 2, 1]
    assert (told.gaps, told.read_until, told.oldest_read) == ((), NOW, SINCE)


def test_what_was_not_read_in_time_is_named_with_its_moment() -> None:
    failing = Told(page(1, 30, more=True), error=Upstream.timed_out("LookupEvents"))
    told = Trail(failing, SystemClock()).events(SINCE, NOW)
    assert told.gaps[0].what == "events before 2026-11-20 18:30 UTC"
    assert told.oldest_read == NOW - timedelta(minutes=30)
