"""What was removed in Slack: posted anew where it is asked for again, with its thread, and never twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Cause
from services.slack.errors import SlackRefused
from services.slack.outbox import Copy, DeadLetter, Place
from services.slack.outbox_deliveries import Deliveries, Known
from services.slack.outbox_message import Timing
from tests.services.slack.outbox_desk import Desk, failure, message, opened

MOST = Timing().most_gone
ROOT_AGAIN = Timing().root_again


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        yield desk


def gone(method: str = "chat.update") -> SlackRefused:
    return SlackRefused(method, "message_not_found")


def no_thread() -> SlackRefused:
    return SlackRefused("chat.postMessage", "invalid_thread_ts")


def edited(desk: Desk, text: str, key: str = "root") -> None:
    desk.post(message(key, text))
    desk.send()


def test_a_removed_message_is_posted_again_when_it_is_edited(desk: Desk) -> None:
    edited(desk, "waiting")
    desk.slack.errors = [gone()]
    edited(desk, "approved")
    assert desk.slack.methods() == ["chat.postMessage", "chat.update", "chat.postMessage"]
    assert desk.outbox.place("root") == Place(channel="C1", ts="3.0")
    edited(desk, "verified")
    assert desk.slack.calls[-1] == ("chat.update", {"channel": "C1", "ts": "3.0", "text": "verified"})
    assert desk.outbox.health().dead == 0


def test_replies_follow_a_root_that_was_posted_again(desk: Desk) -> None:
    edited(desk, "waiting")
    desk.slack.errors = [gone()]
    desk.post(message("root", "approved"), message("r1", thread_key="root"))
    assert desk.send() == ["approved", "approved", "r1"]
    assert desk.slack.calls[-1][1]["thread_ts"] == "3.0"


def test_a_reply_that_finds_no_root_waits_until_it_stands_again(desk: Desk) -> None:
    edited(desk, "same")
    desk.slack.errors = [no_thread(), gone("chat.getPermalink")]
    desk.post(message("r1", thread_key="root"), message("r2", thread_key="root"))
    assert desk.send() == ["r1"]
    desk.post(message("root", "same"))
    assert desk.send() == ["same", "r1", "r2"]
    assert {call[1]["thread_ts"] for call in desk.slack.calls[-2:]} == {"4.0"}
    assert desk.outbox.place("root") == Place(channel="C1", ts="4.0")
    assert desk.outbox.health().dead == 0


def test_a_reply_is_said_in_the_channel_where_nobody_asks_for_its_root_again(desk: Desk) -> None:
    edited(desk, "root")
    desk.slack.errors = [no_thread(), gone("chat.getPermalink")]
    desk.post(message("r1", thread_key="root"))
    desk.send()
    desk.clock.advance(seconds=ROOT_AGAIN.total_seconds() + 1)
    assert desk.send() == ["r1"]
    assert "thread_ts" not in desk.slack.calls[-1][1]
    assert desk.outbox.health().dead == 0


def test_a_thread_that_slack_refuses_while_its_root_is_there_is_a_dead_letter(desk: Desk) -> None:
    edited(desk, "root")
    desk.slack.errors = [no_thread(), None]
    desk.post(message("r1", thread_key="root"))
    desk.send()
    assert desk.outbox.dead() == [DeadLetter("r1", "invalid_thread_ts")]
    assert desk.outbox.place("root") == Place(channel="C1", ts="1.0")


def test_what_is_not_known_to_be_gone_is_not_posted_again(desk: Desk) -> None:
    edited(desk, "root")
    desk.slack.errors = [no_thread(), failure(Cause.UNREACHABLE)]
    desk.post(message("r1", thread_key="root"))
    desk.send()
    assert desk.outbox.place("root") == Place(channel="C1", ts="1.0")


def test_a_message_that_vanishes_each_time_is_left_to_people(desk: Desk) -> None:
    edited(desk, "0")
    for number in range(1, MOST + 1):
        desk.slack.errors = [gone()]
        edited(desk, f"{number}")
        desk.clock.advance(minutes=1)
    assert desk.outbox.health().dead == 0
    desk.slack.errors = [gone()]
    edited(desk, "at last")
    assert desk.outbox.dead() == [DeadLetter("root", "message_not_found")]
    assert desk.slack.methods().count("chat.postMessage") == 1 + MOST


def test_a_sender_that_died_while_it_posted_again_costs_no_more_than_a_lost_answer(desk: Desk) -> None:
    edited(desk, "waiting")
    desk.slack.errors = [gone(), failure(Cause.TIMED_OUT)]
    edited(desk, "approved")
    desk.restarted()
    desk.clock.advance(minutes=1)
    assert desk.send() == ["approved"]
    assert desk.slack.methods()[-2:] == ["auth.test", "chat.postMessage"]


def test_somebody_who_clicks_while_the_post_is_recorded_does_not_remove_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack shows a message before it answers: whoever is quick clicks before its place is known."""
    adopt = Deliveries.adopt

    def recorded_just_before(self: Deliveries, key: str, place: Place, known: Known) -> bool:
        desk.send()
        return adopt(self, key, place, known)

    desk.post(message("k1"))
    monkeypatch.setattr(Deliveries, "adopt", recorded_just_before)
    assert desk.outbox.recognise("C1", "1.0", "k1") is Copy.KNOWN
    assert "chat.delete" not in desk.slack.methods()
    assert desk.outbox.place("k1") == Place(channel="C1", ts="1.0")
