"""Which message goes next."""

from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest

from core.clock import SystemClock
from core.errors import Cause
from services.slack.errors import SlackThrottled
from services.slack.outbox import DeadLetter, Lane, intent
from services.slack.outbox_deliveries import Deliveries
from services.slack.outbox_message import KEEP, SUSPECT, Timing
from services.slack.outbox_queue import Queue
from services.store import ABSENT, MAX_CHANGES, Changes, Put
from tests.services.slack.outbox_desk import Desk, FakeClock, failure, message, opened


class TickingClock(FakeClock):
    """Time passes each time it is looked at."""

    tick_s = 0.1

    def monotonic(self) -> float:
        self.advance(seconds=self.tick_s)
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
    desk.post(message("r1", thread_key="root"), message("r2", thread_key="root"))
    desk.post(message("elsewhere", channel="C2"))
    assert desk.send() == ["r1", "elsewhere"]
    desk.clock.advance(seconds=5)
    assert desk.send() == ["r1", "r2"]


def test_edits_wait_for_nothing_in_their_thread(desk: Desk) -> None:
    desk.post(message("root"), message("r1", thread_key="root"))
    desk.send()
    desk.slack.errors = [failure(Cause.UNREACHABLE)] * SUSPECT
    desk.post(message("r2", thread_key="root"), message("r1", "r1 again", thread_key="root"))
    desk.send_for(minutes=1)
    for _ in range(SUSPECT):
        desk.clock.advance(minutes=1)
        desk.send()
    texts = desk.slack.texts()
    assert texts[2:] == ["r2"] * SUSPECT + ["r1 again", "r2"]


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
    queue = Queue(desk.store, clock, Deliveries(desk.store, clock, KEEP), Timing())

    def following() -> str | None:
        pending = queue.next(lambda _: True)
        return pending.message.key if pending else None

    desk.post(message("a"))
    assert (following(), following()) == ("a", None)
    desk.post(message("b", lane=Lane.URGENT))
    assert following() is None
    clock.advance(seconds=1)
    assert (following(), following()) == ("b", None)


def test_a_look_that_a_lock_held_up_is_repeated_soon(desk: Desk) -> None:
    clock = TickingClock()
    queue = Queue(desk.store, clock, Deliveries(desk.store, clock, KEEP), Timing())
    clock.tick_s = 100.0
    assert queue.next(lambda _: True) is None
    clock.tick_s = 0.1
    desk.post(message("a"))
    clock.advance(seconds=10)
    assert queue.next(lambda _: True) is not None


def test_what_another_process_made_urgent_is_noticed_in_the_end(desk: Desk) -> None:
    desk.slack.errors = [SlackThrottled("chat.postMessage", 60)]
    desk.post(message("first"))
    assert desk.send() == ["first"]
    desk.post(message("second"), message("third"))
    assert desk.send() == []
    desk.post(message("third", lane=Lane.URGENT))
    desk.clock.advance(minutes=1)
    assert desk.send() == ["third", "first", "second"]


def test_a_look_at_ten_thousand_that_wait_costs_next_to_nothing(desk: Desk) -> None:
    queue = Queue(desk.store, SystemClock(), Deliveries(desk.store, desk.clock, KEEP), Timing())
    letters = [intent(message(str(number), channel=f"C{number % 7}")) for number in range(10_000)]
    for start in range(0, len(letters), MAX_CHANGES):
        desk.store.commit(Changes(puts=tuple(letters[start : start + MAX_CHANGES])))
    assert queue.next(lambda _: True) is not None
    began = process_time()
    for _ in range(100):
        assert queue.next(lambda _: False) is None
    assert process_time() - began < 0.2
