"""Asking for messages, and what is known about them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.actor import Actor, Door
from core.errors import Cause, Conflict, Upstream
from services.slack.client import SlackClient
from services.slack.errors import SlackRefused
from services.slack.outbox import Copy, DeadLetter, Lane, Outbox, Place, Sender, intent
from services.slack.outbox_message import MOST_WAITING
from services.store import ABSENT, Audit, Changes, Put
from tests.services.slack.outbox_desk import Desk, failure, message, opened


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        yield desk


def test_a_message_is_stored_with_the_change_it_tells_about_or_not_at_all(desk: Desk) -> None:
    audit = Audit(Actor(Door.SLACK, user_id="U1"), "approved", "p1")
    approved = Put("plan", "p1", {}, expect=ABSENT)
    desk.store.commit(Changes(puts=(approved, intent(message("k1"))), audits=(audit,)))
    with pytest.raises(Conflict):
        desk.store.commit(Changes(puts=(approved, intent(message("k2"))), audits=(audit,)))
    assert desk.send() == ["k1"]


def test_asking_wakes_the_sender(desk: Desk) -> None:
    woken: list[bool] = []
    Outbox(desk.store, desk.clock, wake=lambda: woken.append(True)).post(message("k1"))
    assert woken == [True]


def test_where_a_message_stands_is_known_once_it_is_posted(desk: Desk) -> None:
    desk.post(message("k1"))
    assert desk.outbox.place("k1") is None
    desk.send()
    assert desk.outbox.place("k1") == Place(channel="C1", ts="1.0")


def test_where_a_message_stands_is_known_as_long_as_it_may_be_edited(desk: Desk) -> None:
    desk.post(message("k1"))
    desk.send()
    desk.clock.advance(days=399)
    assert desk.outbox.place("k1") is not None
    desk.clock.advance(days=1)
    assert desk.outbox.place("k1") is None


def test_nothing_waits_in_an_empty_outbox(desk: Desk) -> None:
    health = desk.outbox.health()
    assert (health.queued, health.oldest_age_s, health.dead, health.last_error) == (0, 0.0, 0, "")


def test_health_tells_how_long_the_oldest_has_waited_and_why(desk: Desk) -> None:
    desk.slack.errors = [failure(Cause.UNREACHABLE)]
    desk.post(message("k1", lane=Lane.NOISE))
    desk.send()
    desk.clock.advance(seconds=90)
    desk.post(message("k2"))
    health = desk.outbox.health()
    assert (health.queued, round(health.oldest_age_s), health.last_error) == (2, 90, "Slack: unreachable.")


def test_dead_letters_are_counted_and_listed_newest_first(desk: Desk) -> None:
    desk.slack.errors = [SlackRefused("chat.postMessage", code) for code in ("is_archived", "no_text")]
    desk.post(message("k1"), message("k2"))
    desk.send()
    assert desk.outbox.dead() == [DeadLetter("k2", "no_text"), DeadLetter("k1", "is_archived")]
    health = desk.outbox.health()
    assert (health.queued, health.dead, health.last_error) == (0, 2, "no_text")


def test_a_dead_letter_can_be_sent_again_once_its_cause_is_mended(desk: Desk) -> None:
    desk.slack.errors = [SlackRefused("chat.postMessage", "not_in_channel")]
    desk.post(message("k1"), message("r1", thread_key="k1"))
    assert desk.send() == ["k1"]
    assert desk.outbox.replay("k1")
    assert desk.send() == ["k1", "r1"]
    assert desk.outbox.health().dead == 0


def test_only_a_dead_letter_can_be_sent_again(desk: Desk) -> None:
    desk.post(message("k1"))
    assert not desk.outbox.replay("k1")
    assert not desk.outbox.replay("k2")
    assert desk.send() == ["k1"]


def test_a_newer_message_takes_the_place_of_a_dead_one(desk: Desk) -> None:
    desk.slack.errors = [SlackRefused("chat.postMessage", "invalid_blocks")]
    desk.post(message("k1", "broken"))
    desk.send()
    desk.post(message("k1", "mended"))
    assert desk.send() == ["mended"]
    assert desk.outbox.health().dead == 0


def test_the_real_client_is_one_the_sender_takes(desk: Desk) -> None:
    sender = Sender(desk.store, desk.clock, SlackClient("xoxb-none", "http://127.0.0.1:9/api/"), desk.files)
    assert not sender.step()


def test_a_full_lane_refuses_what_is_new_and_takes_edits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.slack.outbox.MOST_WAITING", {Lane.NOISE: 2})
    desk.post(message("k1", lane=Lane.NOISE), message("k2", lane=Lane.NOISE))
    with pytest.raises(Upstream, match="2 messages wait"):
        desk.post(message("k3", lane=Lane.NOISE))
    desk.post(message("k2", "edited", lane=Lane.NOISE), message("k4"), message("k5", lane=Lane.URGENT))
    assert desk.outbox.health().queued == 4


def test_every_lane_but_the_urgent_one_has_a_bound() -> None:
    assert set(MOST_WAITING) == set(Lane) - {Lane.URGENT}


def test_the_copy_that_is_edited_is_left_alone(desk: Desk) -> None:
    desk.post(message("k1"))
    desk.send()
    assert desk.outbox.recognise("C1", "1.0", "k1") is Copy.KNOWN


def test_a_copy_beside_the_one_that_is_edited_is_removed(desk: Desk) -> None:
    desk.post(message("k1"))
    desk.send()
    assert desk.outbox.recognise("C1", "0.5", "k1") is Copy.SURPLUS
    assert desk.slack.calls[-1] == ("chat.delete", {"channel": "C1", "ts": "0.5"})
    assert desk.outbox.place("k1") == Place(channel="C1", ts="1.0")


def test_a_copy_that_somebody_removed_already_is_no_fault(desk: Desk) -> None:
    desk.post(message("k1"))
    desk.send()
    desk.slack.errors = [SlackRefused("chat.delete", "message_not_found")]
    assert desk.outbox.recognise("C1", "0.5", "k1") is Copy.SURPLUS


def test_a_message_whose_answer_was_lost_is_taken_over_and_not_posted_again(desk: Desk) -> None:
    desk.slack.errors = [failure(Cause.TIMED_OUT)]
    desk.post(message("k1"))
    desk.send()
    assert desk.outbox.recognise("C1", "0.5", "k1") is Copy.ADOPTED
    desk.clock.advance(minutes=1)
    desk.send()
    assert desk.slack.calls[-1] == ("chat.update", {"channel": "C1", "ts": "0.5", "text": "k1"})
    assert desk.outbox.health().queued == 0


def test_a_copy_that_is_taken_over_while_another_is_posted_stays_the_one(desk: Desk) -> None:
    desk.slack.meanwhile = lambda: desk.outbox.recognise("C1", "0.5", "k1")
    desk.post(message("k1"))
    desk.sender.step()
    assert desk.outbox.place("k1") == Place(channel="C1", ts="0.5")


def test_messages_are_asked_for_together_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.slack.outbox.MOST_WAITING", {Lane.NOISE: 1})
    desk.post(message("k1", lane=Lane.NOISE))
    with pytest.raises(Upstream):
        desk.outbox.post(message("root"), message("reply", thread_key="root", lane=Lane.NOISE))
    assert not desk.outbox.knows("root")


def test_a_message_is_known_while_it_waits_when_it_stands_and_when_it_is_dead(desk: Desk) -> None:
    desk.slack.errors = [None, SlackRefused("chat.postMessage", "not_in_channel")]
    desk.post(message("k1"), message("k2"))
    assert [desk.outbox.knows(key) for key in ("k1", "k2", "k3")] == [True, True, False]
    desk.send()
    assert [desk.outbox.knows(key) for key in ("k1", "k2", "k3")] == [True, True, False]
    assert [desk.outbox.refused(key) for key in ("k1", "k2", "k3")] == [None, "not_in_channel", None]


def test_what_is_withdrawn_in_time_is_never_sent(desk: Desk) -> None:
    desk.post(message("k1"), message("k2"))
    desk.outbox.withdraw("k1", "k2", "k3")
    assert desk.send() == []
