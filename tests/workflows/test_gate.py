"""Who is let through."""

from typing import Any

import pytest

from core.actor import Actor, Door, Effect
from core.errors import NotAllowed
from services.slack.directory import Directory
from tests.core.examples import StillClock
from workflows.gate import Gate

ANN = Actor(Door.SLACK, "T1", "U1", "C1")


class FakeSlack:
    """Knows one person and one channel."""

    def __init__(self) -> None:
        self.user: dict[str, Any] = {"team_id": "T1"}
        self.calls: list[str] = []

    def call(self, method: str, /, **arguments: object) -> dict[str, Any]:
        del arguments
        self.calls.append(method)
        return {"user": self.user} if method == "users.info" else {"channel": {"is_member": True}}


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack()


@pytest.fixture
def gate(slack: FakeSlack) -> Gate:
    return Gate(Directory(slack, StillClock()), lambda: "T1")


def test_a_question_is_decided_on_what_is_remembered(gate: Gate, slack: FakeSlack) -> None:
    gate.authorise(ANN, Effect.READ)
    gate.authorise(ANN, Effect.READ)
    assert sorted(slack.calls) == ["conversations.info", "users.info"]


def test_for_a_change_slack_is_asked_anew_each_time(gate: Gate, slack: FakeSlack) -> None:
    gate.authorise(ANN, Effect.WRITE)
    slack.user = {"team_id": "T1", "deleted": True}
    gate.authorise(ANN, Effect.READ)
    with pytest.raises(NotAllowed, match="active account"):
        gate.authorise(ANN, Effect.WRITE)


def test_a_guest_may_not_even_ask(gate: Gate, slack: FakeSlack) -> None:
    slack.user = {"team_id": "T1", "is_restricted": True}
    with pytest.raises(NotAllowed, match="guest"):
        gate.authorise(ANN, Effect.READ)
