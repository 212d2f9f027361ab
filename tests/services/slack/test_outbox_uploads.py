"""A file's way to Slack: its three steps, and what becomes of each way to fail."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Cause
from services.slack.errors import SlackRefused, SlackThrottled
from services.slack.outbox import DeadLetter, Timing
from tests.services.slack.outbox_desk import Desk, failure, message, opened

STEPS = ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"]
DIES = SystemExit("the process is killed here")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose root message stands in Slack."""
    with opened(tmp_path) as desk:
        desk.post(message("root", channel="U1"))
        desk.send()
        desk.slack.calls.clear()
        yield desk


def test_a_file_is_announced_sent_and_shown_in_the_thread_of_its_root(desk: Desk) -> None:
    desk.post(desk.chart(channel="U1"))
    desk.send()
    assert desk.slack.calls == [
        (STEPS[0], {"filename": "cpu.png", "length": 9, "alt_txt": "CPU is flat"}),
        (STEPS[1], {"url": "https://files.slack.com/upload/v1/1", "content": b"a picture"}),
        (STEPS[2], {"files": [{"id": "F1", "title": "CPU"}], "channel_id": "D1", "thread_ts": "1.0"}),
    ]
    assert desk.outbox.health().queued == 0


def test_a_file_that_stands_is_not_sent_again_whatever_it_holds(desk: Desk) -> None:
    for content in (b"a picture", b"a picture", b"another one"):
        desk.post(desk.chart(content))
        desk.send()
    assert desk.slack.methods() == STEPS


def test_a_thread_keeps_its_order_around_a_file(desk: Desk) -> None:
    desk.slack.errors = [failure(Cause.TIMED_OUT)]
    desk.post(desk.chart(), message("after", thread_key="root"))
    desk.send_for(minutes=2)
    assert desk.slack.methods() == [STEPS[0], *STEPS, "chat.postMessage"]


@pytest.mark.parametrize("step", [0, 1])
@pytest.mark.parametrize("cause", [Cause.TIMED_OUT, Cause.BROKEN, Cause.UNREACHABLE])
def test_before_the_completion_everything_is_begun_again_as_nobody_has_seen_it(
    desk: Desk, step: int, cause: Cause
) -> None:
    desk.slack.errors = [*[None] * step, *[failure(cause)]]
    desk.post(desk.chart())
    desk.send_for(minutes=2)
    assert desk.slack.methods() == [*STEPS[: step + 1], *STEPS]


@pytest.mark.parametrize("cause", [Cause.TIMED_OUT, Cause.BROKEN])
def test_a_completion_whose_answer_was_lost_is_asked_for_again_under_the_same_file(desk: Desk, cause: Cause) -> None:
    desk.slack.errors = [None, None, failure(cause), SlackRefused(STEPS[2], "file_not_found")]
    desk.post(desk.chart())
    desk.send_for(minutes=2)
    assert desk.slack.methods() == [*STEPS, STEPS[2]]
    assert desk.slack.calls[2] == desk.slack.calls[3]
    assert (desk.outbox.health().queued, desk.outbox.dead()) == (0, [])


def test_a_file_that_slack_lost_before_any_doubt_is_a_dead_letter(desk: Desk) -> None:
    desk.slack.errors = [None, None, SlackRefused(STEPS[2], "file_not_found")]
    desk.post(desk.chart())
    desk.send()
    assert desk.outbox.dead() == [DeadLetter("chart", "file_not_found")]


def test_an_upload_that_waited_too_long_to_be_completed_is_begun_again(desk: Desk) -> None:
    desk.slack.errors = [None, None, failure(Cause.UNREACHABLE), failure(Cause.UNREACHABLE)]
    desk.post(desk.chart())
    desk.send()
    desk.clock.advance(minutes=6)
    desk.send_for(minutes=2)
    assert desk.slack.methods() == [*STEPS, *STEPS[:1], *STEPS]


@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_throttled_step_waits_as_long_as_slack_says(desk: Desk, step: int) -> None:
    desk.slack.errors = [*[None] * step, SlackThrottled(STEPS[step], 30)]
    desk.post(desk.chart())
    desk.send()
    desk.clock.advance(seconds=29)
    desk.send()
    assert desk.slack.methods() == STEPS[: step + 1]
    desk.clock.advance(seconds=1)
    desk.send()
    assert desk.slack.methods()[-1] == STEPS[2]


@pytest.mark.parametrize(
    ("step", "code"),
    [(0, "file_upload_size_restricted"), (0, "missing_scope"), (1, "http_413"), (2, "not_in_channel")],
)
def test_where_slack_refuses_a_file_the_thread_says_so_and_the_file_is_a_dead_letter(
    desk: Desk, step: int, code: str
) -> None:
    desk.slack.errors = [*[None] * step, SlackRefused(STEPS[step], code)]
    desk.post(desk.chart())
    assert desk.send() == ["The chart could not be attached."]
    assert desk.slack.calls[-1][1]["thread_ts"] == "1.0"
    assert desk.outbox.dead() == [DeadLetter("chart", code)]
    assert desk.outbox.replay("chart")
    desk.send()
    assert desk.slack.methods()[-1] == STEPS[2]


def test_where_the_bytes_are_gone_the_thread_says_so(desk: Desk) -> None:
    chart = desk.chart()
    desk.clock.advance(days=91)
    assert desk.files.sweep() == 1
    desk.post(chart)
    assert desk.send() == ["The chart could not be attached."]
    assert desk.outbox.dead() == [DeadLetter("chart", "The file is not kept any more.")]


def test_a_file_whose_root_never_came_leaves_no_sentence_behind(desk: Desk) -> None:
    desk.post(desk.chart().model_copy(update={"thread_key": "missing"}))
    desk.clock.advance(hours=25)
    desk.send()
    assert [letter.key for letter in desk.outbox.dead()] == ["chart"]
    assert desk.outbox.health().queued == 0


@pytest.mark.parametrize(
    ("died_at", "again"), [(0, ["auth.test", *STEPS]), (1, ["auth.test", *STEPS]), (2, [STEPS[2]])]
)
def test_after_a_crash_a_file_goes_on_where_its_record_ends(desk: Desk, died_at: int, again: list[str]) -> None:
    desk.slack.errors = [*[None] * died_at, DIES]
    desk.post(desk.chart())
    with pytest.raises(SystemExit):
        desk.send()
    before = len(desk.slack.calls)
    desk.clock.advance(minutes=1)
    desk.restarted()
    desk.send()
    assert desk.slack.methods()[before:] == again
    assert desk.outbox.health().queued == 0


def test_a_completion_cut_off_by_a_crash_that_had_its_effect_is_not_done_again(desk: Desk) -> None:
    desk.slack.errors = [None, None, DIES, SlackRefused(STEPS[2], "file_not_found")]
    desk.post(desk.chart())
    with pytest.raises(SystemExit):
        desk.send()
    desk.clock.advance(minutes=1)
    desk.restarted()
    desk.send_for(minutes=2)
    assert desk.slack.methods() == [*STEPS, STEPS[2]]
    assert desk.outbox.dead() == []


def test_who_loses_its_claim_during_a_long_upload_leaves_the_file_to_the_other(desk: Desk) -> None:
    def overtaken() -> None:
        if desk.slack.methods() == STEPS[:2]:
            desk.clock.advance(minutes=1)
            desk.restarted(Timing(burst=1000)).step()

    desk.post(desk.chart())
    desk.slack.meanwhile = overtaken
    first = desk.sender
    while first.step():
        pass
    assert desk.slack.methods().count(STEPS[2]) == 1
