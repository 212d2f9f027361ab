"""Which message goes next."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import Cause
from services.slack.errors import SlackThrottled
from services.slack.outbox import DeadLetter, Lane
from services.slack.outbox_deliveries import Deliveries
from services.slack.outbox_message import KEEP
from services.slack.outbox_queue import Queue
from services.store import ABSENT, Put
from tests.services.slack.outbox_desk import Desk, FakeClock, failure, message, opened


class TickingClock(FakeClock):
    """A tenth of a second passes each time it is looked at."""

    def monotonic(self) -> float:
        self.advance(seconds=0.1)
        return super().monotonic()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        yield desk


def test_a_thread_keeps_its_order_under_its_root(desk: Desk) -> None:
    desk.post(message("r1", thread_key="root"), message("root"), message("r2", thread_key="root"))
    assert desk.send() == ["root", "r1", "r2"]


def test_a_reply_waits_while_the_one_before_it_fails(desk: Desk) -> None:
    desk.post(message("root"))
    desk.send()
    desk.slack.errors = [failure(Cause.UNREACHABLE)]
    desk.post(message("r1", thread_key="root"), message("r2", thread_key="root"), message("other"))
    assert desk.send() == ["r1", "other"]
    desk.clock.advance(seconds=5)
    assert desk.send() == ["r1", "r2"]


def test_edits_wait_for_nothing_in_their_thread(desk: Desk) -> None:
    desk.post(message("root"), message("r1", thread_key="root"))
    desk.send()
    desk.slack.errors = [failure(Cause.UNREACHABLE)]
    desk.post(message("r2", thread_key="root"), message("r1", "r1 again", thread_key="root"))
    assert desk.send() == ["r2", "r1 again"]


def test_urgent_messages_go_first_and_noise_last(desk: Desk) -> None:
    lanes = (Lane.NOISE, Lane.NORMAL, Lane.URGENT)
    desk.post(*(message(lane, lane=lane) for lane in lanes))
    assert desk.send() == ["urgent", "normal", "noise"]


def test_an_urgent_reply_takes_its_root_and_what_stands_before_it_along(desk: Desk) -> None:
    desk.post(message("first"), message("root"), message("r1", thread_key="root"))
    desk.post(message("r2", thread_key="root", lane=Lane.URGENT))
    assert desk.send() == ["root", "r1", "r2", "first"]


def test_a_flood_in_a_resting_channel_hides_no_other_channel(desk: Desk) -> None:
    desk.slack.errors = [SlackThrottled("chat.postMessage", 3600)]
    desk.post(*(message(str(number)) for number in range(300)), message("elsewhere", channel="C2"))
    assert desk.send() == ["0", "elsewhere"]
    assert desk.outbox.health().queued == 300


@pytest.mark.parametrize("doc", [{}, {"message": 3}, {"message": {"key": 1}}])
def test_a_letter_that_cannot_be_read_stops_no_other(desk: Desk, doc: dict[str, object]) -> None:
    desk.store.put(Put("outbox", "bad", doc, expect=ABSENT, state=Lane.URGENT))
    desk.post(message("k1"))
    assert desk.send() == ["k1"]
    assert desk.outbox.dead() == [DeadLetter("bad", "unreadable")]


def test_a_letter_of_a_newer_program_is_left_to_it(desk: Desk) -> None:
    desk.store.put(Put("outbox", "new", {"what": "ever"}, expect=ABSENT, state=Lane.URGENT, schema=99))
    assert desk.send() == []
    assert desk.outbox.health().queued == 1


def test_a_look_that_takes_long_is_not_repeated_at_once(desk: Desk) -> None:
    clock = TickingClock()
    queue = Queue(desk.store, clock, Deliveries(desk.store, clock, KEEP), timedelta(hours=24))

    def following() -> str | None:
        pending = queue.next(lambda _: True)
        return pending.message.key if pending else None

    desk.post(message("a"))
    assert (following(), following()) == ("a", None)
    desk.post(message("b", lane=Lane.URGENT))
    assert following() is None
    clock.advance(seconds=1)
    assert (following(), following()) == ("b", "a")
