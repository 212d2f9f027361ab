from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import Cause, Upstream
from core.strands import CHANGES, STRANDS
from core.stretches import Stretch
from services.aws.crew import Crew
from services.aws.deadline import answering_within
from services.aws.event_pages import StoredEvent
from services.aws.trail_bucket import Delivered
from services.store.event_log import EventLog, Limits
from workflows.trail_delivered import Delivery, covered
from workflows.trail_reading import name_of

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ago(minutes: float) -> datetime:
    return NOW - minutes * MINUTE


class Files:
    """A file each five minutes with one event, but for when the trail was `stopped`."""

    def __init__(self, stopped: Stretch | None = None) -> None:
        self._stopped = stopped
        self.read: list[Delivered] = []

    def files(self, region: str, since: datetime, until: datetime) -> Iterator[Delivered]:
        assert region == "us-west-2"
        for minutes in range(600, -1, -5):
            at = ago(minutes)
            stopped = self._stopped and self._stopped.since <= at < self._stopped.until
            if since <= at <= until + 20 * MINUTE and not stopped:
                yield Delivered(f"file-{minutes}", at)

    def events(self, file: Delivered) -> list[StoredEvent]:
        self.read.append(file)
        return [StoredEvent(file.key, file.at - 3 * MINUTE, '{"readOnly": false}')]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    kept = EventLog(tmp_path, Limits(timedelta(days=30), 10**8))
    yield kept
    kept.close()


def read(log: EventLog, bucket: Files, minutes: float = 300) -> Delivery:
    with Crew(4) as crew:
        delivery = Delivery(bucket, "us-west-2", log, crew)
        delivery.read(Stretch(ago(minutes), NOW))
    return delivery


def settled(log: EventLog, strand: object = CHANGES) -> tuple[Stretch, ...]:
    return log.settled(name_of("us-west-2", strand))  # type: ignore[arg-type]


def test_what_was_delivered_is_kept_once_and_every_strand_is_settled(log: EventLog) -> None:
    delivery = read(log, Files())
    assert delivery.new == len(log) == len(log.between(Stretch(ago(300), NOW)))
    assert delivery.new >= 55
    for strand in STRANDS:
        assert settled(log, strand) == (Stretch(ago(300), ago(20)),)


def test_what_is_settled_is_not_read_again(log: EventLog) -> None:
    read(log, Files())
    again = Files()
    assert read(log, again).new == 0
    assert again.read == []


def test_while_the_trail_was_stopped_nothing_is_settled_so_that_cloudtrail_is_asked(log: EventLog) -> None:
    read(log, Files(Stretch(ago(200), ago(100))))
    assert settled(log) == (Stretch(ago(300), ago(220)), Stretch(ago(100), ago(20)))


def test_what_was_read_before_the_time_was_up_stays(log: EventLog) -> None:
    with answering_within(0):
        assert read(log, Files()).new == 0
    assert settled(log) == ()


def test_a_refusal_is_raised_and_settles_nothing(log: EventLog) -> None:
    class Denied(Files):
        def events(self, file: Delivered) -> list[StoredEvent]:
            raise Upstream(f"AWS refused {file.key}.", cause=Cause.DENIED, retryable=False)

    with pytest.raises(Upstream, match="refused"):
        read(log, Denied())
    assert settled(log) == ()


def test_files_that_lie_too_far_apart_cover_nothing_between() -> None:
    part = Stretch(ago(120), NOW)
    assert covered([], part) == ()
    assert covered([ago(100)], part) == ()
    assert covered([ago(100), ago(85), ago(70), ago(30), ago(12)], part) == (
        Stretch(ago(100), ago(85)),
        Stretch(ago(30), ago(27)),
    )
