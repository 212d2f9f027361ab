"""One message's way to Slack: what is asked of Slack, and what becomes of each way to fail."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Timer

import pytest

from core.errors import Cause
from services.slack.errors import SlackRefused, SlackThrottled
from services.slack.outbox import Copy, DeadLetter, Message, Timing
from services.store.sqlite import FILE, SqliteStore
from tests.services.slack.outbox_desk import Desk, FakeClock, failure, message, opened

CODES = ["channel_not_found", "not_in_channel", "is_archived", "invalid_blocks", "token_revoked", "msg_too_long"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        yield desk


def test_a_message_is_posted_without_unfurls_and_names_nothing_but_its_key(desk: Desk) -> None:
    desk.post(Message(key="k1", channel="C1", text="Two new findings", blocks=({"type": "divider"},)))
    desk.send()
    posted = {
        "channel": "C1",
        "text": "Two new findings",
        "blocks": [{"type": "divider"}],
        "metadata": {"event_type": "sre_outbox", "event_payload": {"key": "k1"}},
        "unfurl_links": False,
        "unfurl_media": False,
    }
    assert desk.slack.calls == [("chat.postMessage", posted)]


def test_asking_again_under_the_same_key_edits_the_message(desk: Desk) -> None:
    desk.post(message("k1", "pending"))
    desk.send()
    desk.post(message("k1", "approved"))
    desk.send()
    assert desk.slack.calls[1] == ("chat.update", {"channel": "C1", "ts": "1.0", "text": "approved"})


def test_of_many_edits_that_wait_only_the_newest_is_sent(desk: Desk) -> None:
    desk.post(*(message("k1", str(number)) for number in range(10)))
    assert desk.send() == ["9"]
    desk.post(*(message("k1", str(number)) for number in range(10, 20)))
    assert desk.send() == ["19"]
    assert desk.slack.methods() == ["chat.postMessage", "chat.update"]


def test_asking_for_what_stands_there_already_costs_no_call(desk: Desk) -> None:
    for _ in range(2):
        desk.post(message("k1", "same"))
        desk.send()
    assert len(desk.slack.calls) == 1
    assert desk.outbox.health().queued == 0


def test_an_edit_that_comes_while_its_message_is_being_sent_is_not_lost(desk: Desk) -> None:
    desk.slack.meanwhile = lambda: desk.post(message("k1", "newer"))
    desk.post(message("k1", "older"))
    assert desk.send() == ["older", "newer"]
    assert desk.slack.methods() == ["chat.postMessage", "chat.update"]


def test_a_message_to_a_person_is_edited_where_slack_put_it(desk: Desk) -> None:
    for text in ("first", "second"):
        desk.post(message("k1", text, channel="U1"))
        desk.send()
    assert [arguments["channel"] for _, arguments in desk.slack.calls] == ["U1", "D1"]


def test_replies_go_into_the_thread_of_their_root(desk: Desk) -> None:
    desk.post(message("root", channel="U1"), message("r1", channel="U1", thread_key="root"))
    desk.send()
    reply = desk.slack.calls[1][1]
    assert (reply["channel"], reply["thread_ts"]) == ("D1", "1.0")


def test_a_reply_can_go_under_a_message_that_the_outbox_does_not_know(desk: Desk) -> None:
    desk.post(message("r1", thread_ts="1700000000.000100"))
    desk.send()
    assert desk.slack.calls[0][1]["thread_ts"] == "1700000000.000100"


def test_a_throttled_channel_rests_as_long_as_slack_says_while_others_go_on(desk: Desk) -> None:
    desk.slack.errors = [SlackThrottled("chat.postMessage", 30)]
    desk.post(message("a"), message("b"), message("elsewhere", channel="C2"))
    assert desk.send() == ["a", "elsewhere"]
    desk.clock.advance(seconds=29)
    assert desk.send() == []
    desk.clock.advance(seconds=1)
    assert desk.send() == ["a", "b"]


def test_a_throttled_message_is_first_again_however_slowly_its_wait_is_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    still = desk.clock.now

    def passing() -> datetime:
        desk.clock.advance(milliseconds=500)
        return still()

    monkeypatch.setattr(desk.clock, "now", passing)
    desk.slack.errors = [SlackThrottled("chat.postMessage", 30)]
    desk.post(message("a"), message("b"))
    sent = desk.send()
    monkeypatch.undo()
    for _ in range(200):
        desk.clock.advance(milliseconds=200)
        sent += desk.send()
    assert sent == ["a", "a", "b"]


def test_failures_are_repeated_after_growing_pauses_that_vary(desk: Desk) -> None:
    desk.slack.errors = [failure(Cause.UNREACHABLE)] * 3
    desk.post(message("k1"))
    for longest in (1.0, 2.0, 4.0):
        assert desk.send() == ["k1"]
        desk.clock.advance(seconds=longest / 2 - 0.01)
        assert desk.send() == []
        desk.clock.advance(seconds=longest / 2 + 0.01)
    assert desk.send() == ["k1"]
    assert desk.outbox.place("k1") is not None


def test_what_fails_for_a_day_is_given_up(desk: Desk) -> None:
    desk.slack.errors = [failure(Cause.UNREACHABLE)] * 3
    desk.post(message("k1"))
    desk.send()
    desk.clock.advance(hours=23)
    desk.send()
    assert desk.outbox.dead() == []
    desk.clock.advance(hours=1)
    desk.send()
    assert desk.outbox.dead() == [DeadLetter("k1", "gave up: Slack: unreachable.")]


@pytest.mark.parametrize("code", CODES)
def test_what_slack_refuses_for_good_becomes_a_dead_letter_and_stops_no_other(desk: Desk, code: str) -> None:
    desk.slack.errors = [SlackRefused("chat.postMessage", code)]
    desk.post(message("k1"), message("k2"))
    assert desk.send() == ["k1", "k2"]
    assert desk.outbox.dead() == [DeadLetter("k1", code)]


def test_an_edit_that_comes_while_its_message_is_refused_is_tried(desk: Desk) -> None:
    desk.slack.errors = [SlackRefused("chat.postMessage", "invalid_blocks")]
    desk.slack.meanwhile = lambda: desk.post(message("k1", "mended"))
    desk.post(message("k1", "broken"))
    assert desk.send() == ["broken", "mended"]
    assert desk.outbox.dead() == []


def test_a_reply_whose_root_never_comes_is_given_up_in_the_end(desk: Desk) -> None:
    desk.post(message("r1", thread_key="missing"))
    assert desk.send() == []
    desk.clock.advance(hours=24)
    assert desk.send() == []
    assert [letter.key for letter in desk.outbox.dead()] == ["r1"]


def test_after_a_lost_answer_a_message_is_posted_once_more_when_slack_answers_again(desk: Desk) -> None:
    desk.slack.errors = [failure(Cause.TIMED_OUT)] * 3
    desk.post(message("k1"))
    desk.send_for(minutes=5)
    assert desk.slack.methods() == ["chat.postMessage", *["auth.test"] * 3, "chat.postMessage"]
    assert desk.outbox.place("k1") is not None


def test_after_five_lost_answers_a_person_decides(desk: Desk) -> None:
    desk.slack.errors = [failure(Cause.TIMED_OUT), None] * 5
    desk.post(message("k1"))
    desk.send_for(minutes=10)
    assert desk.slack.methods().count("chat.postMessage") == 5
    assert "5 times" in desk.outbox.dead()[0].reason
    assert desk.outbox.replay("k1")
    assert desk.send() == ["k1"]


def test_however_long_all_of_slack_fails_a_message_is_posted_once_more_at_most(desk: Desk) -> None:
    desk.slack.errors = [failure(Cause.BROKEN)] * 20
    desk.post(message("k1"))
    desk.send_for(minutes=25)
    assert desk.slack.methods() == ["chat.postMessage", *["auth.test"] * 20, "chat.postMessage"]


def test_messages_keep_their_order_in_a_channel_while_slack_fails(desk: Desk) -> None:
    desk.slack.errors = [failure(Cause.UNREACHABLE)] * 16
    desk.post(*(message(str(number)) for number in range(5)))
    desk.send_often(minutes=10)
    assert desk.slack.texts()[16:] == ["0", "1", "2", "3", "4"]


def test_a_message_that_slack_fails_at_again_and_again_holds_up_no_other_for_long(desk: Desk) -> None:
    def fail_at_poison() -> None:
        if desk.slack.calls[-1][1].get("text") == "poison":
            raise failure(Cause.BROKEN)

    desk.slack.meanwhile = fail_at_poison
    desk.post(message("poison"), *(message(str(number)) for number in range(5)))
    desk.send_often(minutes=1)
    assert [text for text in desk.slack.texts() if text != "poison"] == ["0", "1", "2", "3", "4"]
    assert desk.outbox.health().queued == 1


def test_a_lost_answer_to_an_edit_is_simply_repeated(desk: Desk) -> None:
    desk.post(message("k1", "first"))
    desk.send()
    desk.slack.errors = [failure(Cause.TIMED_OUT)] * 3
    desk.post(message("k1", "second"))
    desk.send_for(minutes=5)
    assert desk.slack.methods() == ["chat.postMessage"] + ["chat.update"] * 4


def test_going_back_to_the_old_text_after_a_lost_edit_is_sent_too(desk: Desk) -> None:
    desk.post(message("k1", "first"))
    desk.send()
    desk.slack.errors = [failure(Cause.TIMED_OUT)]
    desk.post(message("k1", "second"))
    desk.send()
    desk.post(message("k1", "first"))
    desk.clock.advance(minutes=1)
    assert desk.send() == ["first"]


def test_a_sender_that_died_in_the_middle_costs_one_duplicate_at_most(desk: Desk) -> None:
    desk.slack.errors = [KeyboardInterrupt()]
    desk.post(message("k1"))
    with pytest.raises(KeyboardInterrupt):
        desk.sender.step()
    desk.restarted()
    assert desk.send() == []
    desk.clock.advance(seconds=30)
    desk.send()
    assert desk.slack.methods() == ["chat.postMessage", "auth.test", "chat.postMessage"]
    assert desk.outbox.health().queued == 0


def test_of_the_copies_of_a_sender_that_was_overtaken_one_is_surplus(desk: Desk) -> None:
    slow, second = desk.sender, desk.restarted()

    def overtake() -> None:
        desk.slack.meanwhile = lambda: None
        desk.clock.advance(seconds=30)
        second.step()

    desk.slack.meanwhile = overtake
    desk.post(message("k1"))
    assert slow.step()
    copies = [f"{number}.0" for number, method in enumerate(desk.slack.methods(), 1) if method != "auth.test"]
    place = desk.outbox.place("k1")
    assert place
    assert place.ts in copies
    told = {ts: desk.outbox.recognise("C1", ts, "k1") for ts in copies}
    assert list(told.values()).count(Copy.SURPLUS) == 1
    assert told[place.ts] is Copy.KNOWN


def test_a_state_that_is_locked_as_slack_answers_costs_no_second_post(tmp_path: Path) -> None:
    clock = FakeClock()
    with closing(SqliteStore.open(tmp_path, clock, audit_key=lambda: bytes(32), busy_s=0.05)) as store:
        desk = Desk(store, clock, tmp_path)
        sender = desk.restarted(Timing(burst=1000, backoff_s=0.05))
        other = sqlite3.connect(tmp_path / FILE, isolation_level=None, check_same_thread=False)

        def lock() -> None:
            other.execute("BEGIN IMMEDIATE")
            Timer(0.5, other.rollback).start()

        desk.slack.meanwhile = lock
        desk.post(message("k1"))
        assert sender.step()
        assert desk.outbox.place("k1") is not None
        assert not sender.step()
        assert desk.slack.methods() == ["chat.postMessage"]
        other.close()
