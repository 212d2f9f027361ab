"""Health as a whole."""

import pytest

from bot.health import HealthBoard, summed_up
from core.answers.health import Part, State
from tests.core.examples import NOW, StillClock


def part(state: State, name: str = "x") -> Part:
    return Part(name=name, state=state, detail=f"{name} is {state}")


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ((State.GOOD,), "healthy"),
        ((State.GOOD, State.LIMITED), "healthy"),
        ((State.GOOD, State.UNKNOWN), "degraded"),
        ((State.UNKNOWN, State.DOWN), "unhealthy"),
        ((), "healthy"),
    ],
)
def test_only_what_is_down_is_unhealthy_and_what_nobody_knows_is_not_healthy(
    states: tuple[State, ...], status: str
) -> None:
    assert summed_up([part(state) for state in states], NOW).status == status


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([part(State.GOOD, "Slack")], "active"),
        ([part(State.DOWN, "Slack")], "Slack is down"),
        ([part(State.GOOD, "AWS")], "not running here"),
    ],
)
def test_the_bot_is_active_or_says_why_not(parts: list[Part], said: str) -> None:
    assert summed_up(parts, NOW).bot_status == said


def test_the_board_asks_each_time_and_keeps_the_order() -> None:
    board, states = HealthBoard(StillClock()), [State.GOOD]
    board.add(lambda: [part(states[-1], "AWS")], lambda: [part(State.GOOD, "Slack")])
    assert [each.name for each in board.report().parts] == ["AWS", "Slack"]
    states.append(State.DOWN)
    assert board.report().status == "unhealthy"
    assert board.report().at == NOW


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [("AWS", State.GOOD, "connected"), ("AWS", State.DOWN, "why"), ("state", State.UNKNOWN, "why")],
)
def test_mcp_is_connected_when_what_its_calls_need_is_there(name: str, state: State, said: str) -> None:
    part = Part(name=name, state=state, detail="why")
    assert summed_up([part], StillClock().now()).mcp_status == said
