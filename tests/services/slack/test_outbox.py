"""The outbox with a real store and a Slack that does what each test tells it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from core.actor import Actor, Door
from core.errors import Cause, Conflict, Upstream
from services.slack.outbox import DeadLetter, Lane, Message, Outbox, Place, Sender, Timing, intent
from services.store import ABSENT, Audit, Changes, Put, Store
from services.store.sqlite import SqliteStore


class FakeClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def advance(self, **parts: float) -> None:
        self.moment += timedelta(**parts)


class FakeSlack:
    """Keeps what it is told, after raising the errors that wait."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.errors: list[Exception | None] = []

    def call(self, method: str, **arguments: object) -> dict[str, Any]:
        self.calls.append((method, arguments))
        if self.errors and (error := self.errors.pop(0)):
            raise error
        ts = arguments.get("ts", f"{len(self.calls)}.0")
        return {"ok": True, "channel": arguments.get("channel"), "ts": ts}

    def texts(self) -> list[object]:
        return [arguments["text"] for method, arguments in self.calls if method != "auth.test"]

    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]


class Refused(Upstream):
    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refused: {code}.", cause=Cause.REFUSED, retryable=False)
        self.code = code


class Throttled(Upstream):
    def __init__(self, retry_after_s: float) -> None:
        super().__init__("Slack asks to slow down.", cause=Cause.THROTTLED, retryable=True)
        self.retry_after_s = retry_after_s


def failure(cause: Cause) -> Upstream:
    return Upstream(f"Slack: {cause}.", cause=cause, retryable=True)


def message(key: str, text: str = "", channel: str = "C1", **more: Any) -> Message:
    return Message(key=key, channel=channel, text=text or key, **more)


class Desk:
    """An outbox, its sender and the Slack it sends to."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store, self.clock, self.slack = store, clock, FakeSlack()
        self.outbox = Outbox(store, clock)
        self.sender = self.restarted()

    def restarted(self, timing: Timing | None = None) -> Sender:
        self.sender = Sender(self.store, self.clock, self.slack, timing=timing or Timing(burst=1000))
        return self.sender

    def post(self, *messages: Message) -> None:
        for each in messages:
            self.outbox.post(each)

    def send(self) -> list[object]:
        """Send all that may go now; the texts that Slack was asked to show."""
        before = len(self.slack.texts())
        while self.sender.step():
            pass
        return self.slack.texts()[before:]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    opened = SqliteStore.open(tmp_path / "state", clock)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return Desk(store, clock)


def test_a_message_is_posted_without_unfurls_and_with_its_key_alone(desk: Desk) -> None:
    blocks = ({"type": "divider"},)
    desk.post(message("k1", "Two new findings", blocks=blocks))
    desk.send()
    assert desk.slack.calls == [
        (
            "chat.postMessage",
            {
                "channel": "C1",
                "text": "Two new findings",
                "blocks": [{"type": "divider"}],
                "metadata": {"event_type": "sre_outbox", "event_payload": {"key": "k1"}},
                "unfurl_links": False,
                "unfurl_media": False,
            },
        )
    ]
    assert desk.outbox.health().queued == 0


def test_a_click_on_a_message_leads_back_to_its_key(desk: Desk) -> None:
    desk.post(message("k1"))
    assert desk.outbox.place("k1") is None
    desk.send()
    assert desk.outbox.place("k1") == Place(channel="C1", ts="1.0")
    assert desk.outbox.find_by_message("C1", "1.0") == "k1"
    assert desk.outbox.find_by_message("C1", "2.0") is None
    assert desk.outbox.find_by_message("C2", "1.0") is None


def test_a_message_to_a_person_is_edited_in_the_conversation_that_slack_opened(desk: Desk) -> None:
    desk.slack.call = lambda method, **arguments: (
        desk.slack.calls.append((method, arguments))
        or {  # type: ignore[method-assign]
            "channel": "D9",
            "ts": "7.0",
        }
    )
    desk.post(message("k1", "first", channel="U1"))
    desk.send()
    desk.post(message("k1", "second", channel="U1"))
    desk.send()
    assert desk.slack.calls[1] == ("chat.update", {"channel": "D9", "ts": "7.0", "text": "second"})


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
    call = desk.slack.call

    def slow(method: str, **arguments: object) -> dict[str, Any]:
        desk.slack.call = call  # type: ignore[method-assign]
        desk.post(message("k1", "newer"))
        return call(method, **arguments)

    desk.slack.call = slow  # type: ignore[method-assign]
    desk.post(message("k1", "older"))
    assert desk.send() == ["older", "newer"]
    assert desk.slack.methods() == ["chat.postMessage", "chat.update"]


def test_a_message_is_stored_with_the_change_it_tells_about_or_not_at_all(desk: Desk, store: Store) -> None:
    audit = Audit(Actor(Door.SLACK, user_id="U1"), "approved", "p1")
    approved = Put("plan", "p1", {}, expect=ABSENT)
    store.commit(Changes(puts=(approved, intent(message("k1"))), audits=(audit,)))
    with pytest.raises(Conflict):
        store.commit(Changes(puts=(approved, intent(message("k2"))), audits=(audit,)))
    assert desk.send() == ["k1"]


def test_a_thread_keeps_its_order_under_its_root(desk: Desk) -> None:
    desk.post(message("r1", thread_key="root"), message("root"), message("r2", thread_key="root"))
    assert desk.send() == ["root", "r1", "r2"]
    assert [arguments.get("thread_ts") for _, arguments in desk.slack.calls] == [None, "1.0", "1.0"]


def test_a_reply_can_be_put_under_a_message_that_the_outbox_does_not_know(desk: Desk) -> None:
    desk.post(message("r1", thread_ts="1700000000.000100"))
    desk.send()
    assert desk.slack.calls[0][1]["thread_ts"] == "1700000000.000100"


def test_a_reply_waits_while_the_one_before_it_fails(desk: Desk, clock: FakeClock) -> None:
    desk.post(message("root"))
    desk.send()
    desk.slack.errors = [failure(Cause.UNREACHABLE)]
    desk.post(message("r1", thread_key="root"), message("r2", thread_key="root"), message("other"))
    assert desk.send() == ["r1", "other"]
    clock.advance(seconds=5)
    assert desk.send() == ["r1", "r2"]


def test_urgent_messages_go_first_and_noise_last(desk: Desk) -> None:
    lanes = (Lane.NOISE, Lane.NORMAL, Lane.URGENT)
    desk.post(*(message(lane, lane=lane) for lane in lanes))
    assert desk.send() == ["urgent", "normal", "noise"]


def test_an_urgent_reply_takes_its_root_and_what_stands_before_it_along(desk: Desk) -> None:
    desk.post(message("first"), message("root"), message("r1", thread_key="root"))
    desk.post(message("r2", thread_key="root", lane=Lane.URGENT))
    assert desk.send() == ["root", "r1", "r2", "first"]


def test_each_channel_takes_a_short_burst_and_then_one_message_a_second(desk: Desk, clock: FakeClock) -> None:
    desk.restarted(Timing())
    desk.post(*(message(str(number)) for number in range(6)), message("elsewhere", channel="C2"))
    assert desk.send() == ["0", "1", "2", "elsewhere"]
    clock.advance(seconds=1)
    assert desk.send() == ["3"]
    clock.advance(seconds=60)
    assert desk.send() == ["4", "5"]


def test_a_throttled_channel_rests_as_long_as_slack_says_while_others_go_on(desk: Desk, clock: FakeClock) -> None:
    desk.slack.errors = [Throttled(30)]
    desk.post(message("a"), message("b"), message("elsewhere", channel="C2"))
    assert desk.send() == ["a", "elsewhere"]
    clock.advance(seconds=29)
    assert desk.send() == []
    clock.advance(seconds=1)
    assert desk.send() == ["a", "b"]


def test_a_flood_in_a_resting_channel_hides_no_other_channel(desk: Desk) -> None:
    desk.slack.errors = [Throttled(3600)]
    desk.post(*(message(str(number)) for number in range(300)), message("elsewhere", channel="C2"))
    assert desk.send() == ["0", "elsewhere"]
    assert desk.outbox.health().queued == 300


def test_failures_are_repeated_after_growing_pauses_that_vary(desk: Desk, clock: FakeClock) -> None:
    desk.slack.errors = [failure(Cause.UNREACHABLE)] * 3
    desk.post(message("k1"))
    for shortest, longest in ((0.5, 1.0), (1.0, 2.0), (2.0, 4.0)):
        assert desk.send() == ["k1"]
        clock.advance(seconds=shortest - 0.01)
        assert desk.send() == []
        clock.advance(seconds=longest - shortest + 0.02)
    assert desk.send() == ["k1"]
    assert desk.outbox.place("k1") is not None


def test_what_fails_for_a_day_is_given_up(desk: Desk, clock: FakeClock) -> None:
    desk.slack.errors = [failure(Cause.UNREACHABLE)] * 3
    desk.post(message("k1"))
    desk.send()
    clock.advance(hours=23)
    desk.send()
    clock.advance(hours=1)
    desk.send()
    assert desk.outbox.dead() == [DeadLetter("k1", "gave up: Slack: unreachable.")]


CODES = [
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "invalid_blocks",
    "token_revoked",
    "msg_too_long",
]


@pytest.mark.parametrize("code", CODES)
def test_what_slack_refuses_for_good_becomes_a_dead_letter_that_health_shows(desk: Desk, code: str) -> None:
    desk.slack.errors = [Refused(code)]
    desk.post(message("k1"), message("k2"))
    assert desk.send() == ["k1", "k2"]
    health = desk.outbox.health()
    assert (health.queued, health.dead, health.last_error) == (0, 1, code)
    assert desk.outbox.dead() == [DeadLetter("k1", code)]


def test_a_dead_letter_can_be_sent_again_once_its_cause_is_mended(desk: Desk) -> None:
    desk.slack.errors = [Refused("not_in_channel")]
    desk.post(message("k1"), message("r1", thread_key="k1"))
    assert desk.send() == ["k1"]
    assert desk.outbox.replay("k1")
    assert desk.send() == ["k1", "r1"]
    assert not desk.outbox.replay("k1")
    assert desk.outbox.health().dead == 0


def test_a_newer_message_takes_the_place_of_a_dead_one(desk: Desk) -> None:
    desk.slack.errors = [Refused("invalid_blocks")]
    desk.post(message("k1", "broken"))
    desk.send()
    desk.post(message("k1", "mended"))
    assert desk.send() == ["mended"]
    assert desk.outbox.health().dead == 0


def test_a_reply_whose_root_never_comes_is_given_up_in_the_end(desk: Desk, clock: FakeClock) -> None:
    desk.post(message("r1", thread_key="missing"))
    assert desk.send() == []
    clock.advance(hours=24)
    desk.send()
    assert [letter.key for letter in desk.outbox.dead()] == ["r1"]


def test_after_a_lost_answer_a_message_is_posted_once_more_when_slack_answers(desk: Desk, clock: FakeClock) -> None:
    desk.slack.errors = [failure(Cause.TIMED_OUT), failure(Cause.TIMED_OUT), failure(Cause.TIMED_OUT)]
    desk.post(message("k1"))
    for _ in range(5):
        desk.send()
        clock.advance(minutes=1)
    probes = ["auth.test"] * 3
    assert desk.slack.methods() == ["chat.postMessage", *probes, "chat.postMessage"]
    assert desk.outbox.place("k1") is not None


def test_after_two_lost_answers_a_person_decides(desk: Desk, clock: FakeClock) -> None:
    desk.slack.errors = [failure(Cause.TIMED_OUT), None, failure(Cause.TIMED_OUT)]
    desk.post(message("k1"))
    for _ in range(5):
        desk.send()
        clock.advance(minutes=1)
    assert desk.slack.methods().count("chat.postMessage") == 2
    assert "twice" in desk.outbox.dead()[0].reason


def test_a_lost_answer_to_an_edit_is_simply_repeated(desk: Desk, clock: FakeClock) -> None:
    desk.post(message("k1", "first"))
    desk.send()
    desk.slack.errors = [failure(Cause.TIMED_OUT)] * 3
    desk.post(message("k1", "second"))
    for _ in range(5):
        desk.send()
        clock.advance(minutes=1)
    assert desk.slack.methods() == ["chat.postMessage"] + ["chat.update"] * 4


def test_going_back_to_the_old_text_after_a_lost_edit_is_sent_too(desk: Desk, clock: FakeClock) -> None:
    desk.post(message("k1", "first"))
    desk.send()
    desk.slack.errors = [failure(Cause.TIMED_OUT)]
    desk.post(message("k1", "second"))
    desk.send()
    desk.post(message("k1", "first"))
    clock.advance(minutes=1)
    assert desk.send() == ["first"]


def test_a_sender_that_died_in_the_middle_costs_one_duplicate_at_most(desk: Desk, clock: FakeClock) -> None:
    desk.slack.errors = [KeyboardInterrupt()]  # type: ignore[list-item]
    desk.post(message("k1"))
    with pytest.raises(KeyboardInterrupt):
        desk.sender.step()
    desk.restarted()
    assert desk.send() == []
    clock.advance(seconds=30)
    desk.send()
    assert desk.slack.methods() == ["chat.postMessage", "auth.test", "chat.postMessage"]
    assert desk.outbox.health().queued == 0


def test_two_senders_share_the_work_without_sending_anything_twice(desk: Desk) -> None:
    first, second = desk.sender, desk.restarted()
    desk.post(*(message(str(number)) for number in range(10)))
    while first.step() or second.step():
        pass
    assert desk.slack.texts() == [str(number) for number in range(10)]


def test_health_tells_how_long_the_oldest_has_waited_and_why(desk: Desk, clock: FakeClock) -> None:
    desk.slack.errors = [failure(Cause.UNREACHABLE)]
    desk.post(message("k1", lane=Lane.NOISE))
    desk.send()
    clock.advance(seconds=90)
    desk.post(message("k2"))
    health = desk.outbox.health()
    assert (health.queued, round(health.oldest_age_s), health.last_error) == (2, 90, "Slack: unreachable.")


def test_nothing_waits_in_an_empty_outbox(desk: Desk) -> None:
    health = desk.outbox.health()
    assert (health.queued, health.oldest_age_s, health.dead, health.last_error) == (0, 0.0, 0, "")


def test_a_letter_that_cannot_be_read_stops_no_other(desk: Desk, store: Store) -> None:
    store.put(Put("outbox", "bad", {"message": {"key": 1}}, expect=ABSENT, state=Lane.URGENT))
    desk.post(message("k1"))
    assert desk.send() == ["k1"]
    assert desk.outbox.dead() == [DeadLetter("bad", "unreadable")]


def test_a_letter_of_a_newer_program_is_left_to_it(desk: Desk, store: Store) -> None:
    store.put(Put("outbox", "new", {"what": "ever"}, expect=ABSENT, state=Lane.URGENT, schema=99))
    assert desk.send() == []
    assert desk.outbox.health().queued == 1


def test_what_was_asked_for_before_a_restart_is_sent_after_it(desk: Desk, store: Store, clock: FakeClock) -> None:
    desk.post(message("k1"), message("r1", thread_key="k1"))
    desk.sender.step()
    desk.sender.stop()
    assert desk.send() == []
    assert Desk(store, clock).send() == ["r1"]
    assert json.loads(json.dumps(desk.slack.calls[0][1]))["text"] == "k1"


def test_threads_send_what_is_asked_for_and_stop_at_once(desk: Desk) -> None:
    sent = Event()
    call = desk.slack.call

    def telling(method: str, **arguments: object) -> dict[str, Any]:
        answer = call(method, **arguments)
        if len(desk.slack.calls) == 8:
            sent.set()
        return answer

    desk.slack.call = telling  # type: ignore[method-assign]
    outbox = Outbox(desk.store, desk.clock, wake=desk.sender.wake)
    desk.sender.start()
    for number in range(8):
        outbox.post(message(str(number), channel=f"C{number % 3}"))
    assert sent.wait(10)
    desk.sender.stop()
    assert sorted(map(str, desk.slack.texts())) == [str(number) for number in range(8)]
    assert outbox.health().queued == 0
