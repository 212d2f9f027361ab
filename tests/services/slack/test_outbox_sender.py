"""Starting, stopping and sharing the work."""

import logging
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from services.slack.outbox import Outbox, Timing
from services.store import ABSENT, Put
from tests.services.slack.outbox_desk import Desk, message, opened


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        yield desk


def test_threads_send_what_is_asked_for_and_stop(desk: Desk) -> None:
    all_sent = Event()

    def count() -> None:
        if len(desk.slack.calls) == 8:
            all_sent.set()

    desk.slack.meanwhile = count
    desk.sender.start()
    outbox = Outbox(desk.store, desk.clock, wake=desk.sender.wake)
    for number in range(8):
        outbox.post(message(str(number), channel=f"C{number % 3}"))
    assert all_sent.wait(10)
    desk.sender.stop()
    assert sorted(desk.slack.texts()) == [str(number) for number in range(8)]
    assert outbox.health().queued == 0


def test_stopping_does_not_wait_for_a_call_that_hangs(desk: Desk) -> None:
    hanging, release = Event(), Event()
    sender = desk.restarted(Timing(stop_s=0.1))

    def hang() -> None:
        hanging.set()
        release.wait(10)

    desk.slack.meanwhile = hang
    desk.post(message("k1"), message("k2"))
    sender.start()
    assert hanging.wait(10)
    started = monotonic()
    sender.stop()
    assert monotonic() - started < 1
    assert desk.outbox.health().queued == 2
    release.set()
    for thread in sender._threads:
        thread.join(10)
    assert desk.slack.texts() == ["k1"]


def test_what_was_asked_for_before_a_restart_is_sent_after_it(desk: Desk) -> None:
    desk.post(message("k1"), message("r1", thread_key="k1"))
    desk.sender.step()
    desk.sender.stop()
    assert desk.send() == []
    desk.restarted()
    assert desk.send() == ["r1"]


def test_two_senders_share_the_work_without_sending_anything_twice(desk: Desk) -> None:
    first, second = desk.sender, desk.restarted()
    desk.post(*(message(str(number)) for number in range(10)))
    while first.step() or second.step():
        pass
    assert desk.slack.texts() == [str(number) for number in range(10)]


def test_a_store_that_cannot_be_written_ends_no_thread(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.post(message("k1"))
    desk.store._database.execute("PRAGMA query_only = 1").fetchall()
    assert desk.sender._pause_after_step() > 0
    assert "waits for the store" in caplog.text
    assert desk.sender.problem
    assert desk.sender._pause_after_step() > 0
    assert desk.sender.problem, "a look that finds nothing does not show that it can be written again"
    desk.store._database.execute("PRAGMA query_only = 0").fetchall()
    assert desk.sender._pause_after_step() == 0
    assert (desk.slack.texts(), desk.sender.problem) == (["k1"], "")


def test_a_fault_of_our_own_is_logged_and_stops_no_other_channel(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.slack.errors = [KeyError("ts")]
    desk.post(message("k1"), message("k2", channel="C2"))
    assert desk.sender._pause_after_step() > 0
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert desk.send() == ["k2"]


def test_what_has_expired_is_removed_now_and_then(desk: Desk) -> None:
    sender = desk.restarted(Timing(sweep_s=0))
    desk.store.put(Put("anything", "old", {}, expect=ABSENT, expires=desk.clock.now()))
    sender._pause_after_step()
    assert desk.store.sweep() == 0
