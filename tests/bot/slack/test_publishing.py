"""Answers with files."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.slack.answering import answer
from bot.slack.asked import Asked
from bot.slack.publishing import published
from bot.slack.sharing import post
from commands.spec import Command
from commands.vuln_check import get_inspector_findings
from core.actor import Actor
from core.actor import Door as ActorDoor
from core.answers.vuln_check import Findings
from core.attachment import Attachment
from core.errors import Cause, Upstream
from services.slack.errors import SlackRefused
from services.slack.outbox import Message, Outbox, Sender, Timing
from tests.bot.slack.door import HOOK, Door, words
from tests.core.examples import StillClock

CHART = Attachment(name="cpu.png", title="CPU <of> web-1", media_type="image/png", content=b"png", alt_text="flat")
REPORT = Attachment(name="all.csv", title="All findings", media_type="text/csv", content=b"id\n1\n")


def drawing(draw: Callable[[Findings], tuple[Attachment, ...]] = lambda _: (CHART, REPORT)) -> Command[..., Any]:
    return replace(get_inspector_findings, files=draw)


def asked(channel: str = "C1") -> Asked:
    return Asked(Actor(ActorDoor.SLACK, "T1", "UANN", channel), HOOK, "1.2")


def asks(door: Door, command: Command[..., Any], channel: str = "C1", origin: str = "o") -> dict[str, Any]:
    """What the asker is told at the end."""
    answer(door.desk, asked(channel), command, {}, edits=True, origin=origin)
    door.settle()
    return door.slack.responses[-1]


def sent(door: Door) -> list[tuple[str, dict[str, Any]]]:
    """Everything that the outbox brings to Slack."""
    before = len(door.slack.calls)
    sender = Sender(door.store, StillClock(), door.slack, door.files, timing=Timing(burst=100))
    while sender.step():
        pass
    return door.slack.calls[before:]


def test_an_answer_with_files_is_a_root_for_everyone_with_detail_and_files_in_its_thread(door: Door) -> None:
    own = asks(door, drawing())
    root, detail, *files = sent(door)
    assert (root[1]["channel"], "thread_ts" in root[1]) == ("C1", False)
    assert "Asked by <@UANN>" in words(root[1])
    assert "Post to channel" not in words(root[1])
    assert detail[1]["thread_ts"] == "1.1"
    assert [name for name, _ in files] == ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"] * 2
    assert files[2][1]["thread_ts"] == "1.1"
    assert "The answer" in own["text"]
    assert "finding" not in words(own)


def test_a_result_without_anything_to_draw_is_answered_to_the_asker_alone(door: Door) -> None:
    own = asks(door, drawing(lambda _: ()))
    assert own["text"] == "2 instances: 1 high finding"
    assert sent(door) == []


def test_an_answer_that_a_dead_process_had_posted_is_not_posted_again(door: Door) -> None:
    for _ in range(2):
        asks(door, drawing())
    assert len(sent(door)) == 8
    asks(door, drawing())
    assert sent(door) == []


def test_where_the_assistant_is_not_the_answer_goes_to_the_asker_directly(door: Door) -> None:
    own = asks(door, drawing(), channel="C9")
    assert {arguments["channel"] for name, arguments in sent(door) if name == "chat.postMessage"} == {"UANN", "D1"}
    assert "comes to you directly" in own["text"]
    assert "I am not in this channel" in asks(door, drawing(), channel="C9")["text"]


def test_in_a_direct_message_nothing_is_asked_about_the_channel_twice(door: Door) -> None:
    def unknown(method: str) -> None:
        if method == "conversations.info":
            raise SlackRefused(method, "missing_scope", needed="im:read")

    door.slack.fails = unknown
    asks(door, drawing(), channel="D1")
    assert sent(door)[0][1]["channel"] == "UANN"
    assert asks(door, drawing(), channel="D1")["text"] == "The answer is posted here, with its files in the thread."


def test_what_slack_does_not_let_in_is_answered_to_the_asker_alone_and_leaves_nothing_behind(door: Door) -> None:
    def closed(method: str) -> None:
        if method == "chat.postMessage":
            raise SlackRefused(method, "restricted_action")

    desk = replace(door.desk, outbox=SendingOutbox(door, closed))
    card = published(desk, asked(), drawing(), asked_result(door), "answer:o")
    assert "restricted_action" in words(card.payload())
    assert card.text == "2 instances: 1 high finding"
    assert door.outbox.health().queued == 0


class SendingOutbox(Outbox):
    """Everything that is asked for is sent at once, by a Slack that fails as told."""

    def __init__(self, door: Door, fails: Callable[[str], None]) -> None:
        super().__init__(door.store, StillClock(), api=door.slack)
        self.door, self.fails = door, fails

    def post(self, *messages: Message) -> None:
        super().post(*messages)
        self.door.slack.fails = self.fails
        sent(self.door)
        self.door.slack.fails = lambda _: None


def asked_result(door: Door) -> Findings:
    return door.desk.run(get_inspector_findings, {}, asked(), door.desk.reply_to(asked(), edits=False, what=""))


@pytest.mark.parametrize("error", [ZeroDivisionError("secret"), Upstream("x", cause=Cause.BROKEN, retryable=True)])
def test_a_chart_that_cannot_be_drawn_is_a_sentence_below_the_card(door: Door, error: Exception) -> None:
    def broken(_: Findings) -> tuple[Attachment, ...]:
        raise error

    asks(door, drawing(broken))
    root, _, instead = [arguments for _, arguments in sent(door)]
    assert "1 high finding" in words(root)
    assert instead["text"].endswith("The chart or file could not be attached.")
    assert "secret" not in words(instead)


def test_a_file_that_cannot_be_kept_is_a_sentence_while_the_others_come(door: Door) -> None:
    asks(door, drawing(lambda _: (CHART.model_copy(update={"content": b""}), REPORT)))
    calls = sent(door)
    assert "The chart “CPU &lt;of&gt; web-1” could not be attached." in calls[2][1]["text"]
    assert calls[-1][0] == "files.completeUploadExternal"


def test_a_wrong_question_is_answered_to_the_asker_alone(door: Door) -> None:
    door.account.failing.add("instances")
    door.account.failing.add("findings")
    assert "refused the call" in asks(door, drawing())["text"]
    assert sent(door) == []


def test_a_shared_answer_carries_its_files_too(door: Door) -> None:
    post(door.desk, replace(asked(), message_ts="1.1"), drawing(), asked_result(door))
    assert [name for name, _ in sent(door)][2:4] == ["files.getUploadURLExternal", "upload"]
