"""The answer to one question."""

from typing import Any

import pytest

from blocks.notice import notice_card
from bot.slack.reply import Reply
from core.errors import Cause, Upstream
from core.model import Model
from tests.core.examples import StillClock

DONE = notice_card("Done.")


class Sent:
    """Takes payloads, or refuses them."""

    def __init__(self) -> None:
        self.payloads: list[dict[str, Any]] = []
        self.refusing = False

    def __call__(self, payload: dict[str, Any]) -> None:
        if self.refusing:
            raise Upstream("Slack is gone.", cause=Cause.UNREACHABLE, retryable=True)
        self.payloads.append(payload)

    @property
    def texts(self) -> list[str]:
        return [payload["text"] for payload in self.payloads]


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def reply(sent: Sent, clock: StillClock) -> Reply:
    return Reply(sent, clock, edits=True, what="Looking")


def test_a_quick_answer_comes_alone(reply: Reply, sent: Sent) -> None:
    reply.finish(DONE)
    reply.working()
    assert sent.texts == ["Done."]


def test_a_slow_answer_replaces_the_working_line(reply: Reply, sent: Sent) -> None:
    reply.working()
    reply.finish(DONE)
    assert sent.texts == ["Looking …", "Done."]
    assert [payload["replace_original"] for payload in sent.payloads] == [False, True]


def test_it_uses_the_response_url_five_times_at_most(reply: Reply, sent: Sent, clock: StillClock) -> None:
    reply.working()
    for done in range(20):
        clock.advance(seconds=2)
        reply.say("Reading findings", done, 20)
    reply.finish(DONE)
    assert len(sent.payloads) == 5
    assert sent.texts[-1] == "Done."


def test_progress_is_not_shown_more_often_than_it_can_be_read(reply: Reply, sent: Sent, clock: StillClock) -> None:
    reply.working()
    clock.advance(seconds=1)
    reply.say("Reading findings")
    assert len(sent.payloads) == 1


def test_nothing_is_said_after_the_answer(reply: Reply, sent: Sent, clock: StillClock) -> None:
    reply.finish(DONE)
    clock.advance(seconds=9)
    reply.working()
    reply.say("more")
    reply.finish(DONE)
    assert sent.texts == ["Done."]


def test_a_click_never_replaces_the_card_that_was_clicked(sent: Sent, clock: StillClock) -> None:
    reply = Reply(sent, clock, edits=False, what="Looking")
    reply.working()
    clock.advance(seconds=9)
    reply.say("Reading findings")
    reply.finish(DONE)
    assert sent.texts == ["Looking …", "Done."]
    assert not any(payload["replace_original"] for payload in sent.payloads)


def test_a_working_line_that_slack_does_not_take_does_not_stop_the_work(
    reply: Reply, sent: Sent, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    sent.refusing = True
    reply.working()
    clock.advance(seconds=9)
    reply.say("Reading findings")
    sent.refusing = False
    reply.finish(DONE)
    assert sent.texts == ["Done."]
    assert "a working line could not be shown" in caplog.text


class Half(Model):
    """A part of an answer."""

    text: str


def drawn(sent: Sent, clock: StillClock, *, edits: bool) -> Reply:
    return Reply(sent, clock, edits=edits, what="Looking", draw=lambda half: notice_card(half.text))


def test_a_part_of_the_answer_stands_until_the_whole_one_replaces_it(sent: Sent, clock: StillClock) -> None:
    reply = drawn(sent, clock, edits=True)
    reply.working()
    reply.so_far(Half(text="Half."))
    clock.advance(seconds=9)
    reply.say("Reading on")
    reply.so_far(Half(text="More than half."))
    reply.finish(DONE)
    assert sent.texts == ["Looking …", "Half.", "Done."]
    assert "Still reading" in str(sent.payloads[1]["blocks"])
    assert [payload["replace_original"] for payload in sent.payloads] == [False, True, True]


def test_a_part_may_come_before_any_working_line_and_never_after_the_answer(sent: Sent, clock: StillClock) -> None:
    reply = drawn(sent, clock, edits=True)
    reply.so_far(Half(text="Half."))
    reply.finish(DONE)
    reply.so_far(Half(text="Late."))
    reply.working()
    assert sent.texts == ["Half.", "Done."]


def test_a_click_gets_no_part_as_it_could_not_be_replaced(sent: Sent, clock: StillClock) -> None:
    reply = drawn(sent, clock, edits=False)
    reply.so_far(Half(text="Half."))
    reply.finish(DONE)
    assert sent.texts == ["Done."]
