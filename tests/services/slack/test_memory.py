"""Remembering what Slack said."""

from datetime import UTC, datetime

import pytest

from core.errors import Cause, NotFound, Upstream
from services.slack.memory import Memory


class StoppedClock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)

    def monotonic(self) -> float:
        return self.seconds


class Counter:
    def __init__(self) -> None:
        self.asked = 0
        self.error: Exception | None = None

    def __call__(self, key: str) -> str:
        self.asked += 1
        if self.error:
            raise self.error
        return f"{key} {self.asked}"


DOWN = Upstream("Slack is down.", cause=Cause.UNREACHABLE, retryable=True)


def test_an_answer_is_remembered_for_five_minutes() -> None:
    clock, ask = StoppedClock(), Counter()
    memory = Memory(clock, ask)
    heard = [memory.get("U1"), memory.get("U1")]
    clock.seconds = 301
    assert [*heard, memory.get("U1")] == ["U1 1", "U1 1", "U1 2"]


def test_a_recheck_asks_whatever_is_remembered() -> None:
    memory = Memory(StoppedClock(), Counter())
    assert [memory.get("U1"), memory.get("U1", recheck=True), memory.get("U1")] == ["U1 1", "U1 2", "U1 2"]


def test_an_old_answer_serves_while_slack_is_silent_and_is_called_old() -> None:
    clock, ask = StoppedClock(), Counter()
    memory = Memory(clock, ask)
    memory.get("U1")
    clock.seconds, ask.error = 86_400, DOWN
    assert memory.known("U1") == ("U1 1", False)
    assert memory.known("U2") == (None, False)


def test_an_error_is_an_error_for_those_who_need_an_answer() -> None:
    ask = Counter()
    ask.error = DOWN
    with pytest.raises(Upstream):
        Memory(StoppedClock(), ask).get("U1")


def test_nobody_by_that_id_is_a_fresh_answer() -> None:
    ask = Counter()
    ask.error = NotFound("There is no such person.")
    assert Memory(StoppedClock(), ask).known("U1") == (None, True)
    assert Memory(StoppedClock(), Counter()).known("") == (None, True)


def test_the_oldest_answers_make_room() -> None:
    ask = Counter()
    memory = Memory(StoppedClock(), ask, most=2)
    for key in ("U1", "U2", "U3", "U3", "U1"):
        memory.get(key)
    assert ask.asked == 4
