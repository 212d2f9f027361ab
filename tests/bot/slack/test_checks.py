"""What health shows of Slack."""

from datetime import timedelta
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.pools import Pool
from bot.slack.checks import outbox_parts, pool_parts, slack_parts
from bot.slack.transport import SocketTransport
from bot.slack.workspace import Installed, Workspace
from core.answers.health import State
from services.slack.directory import Directory
from services.slack.outbox import Health, Outbox
from tests.eventually import until

TEAM = Installed("T1", "Acme", "UBOT", "B1")


def saying(**fields: Any) -> Any:  # noqa: ANN401  a stand-in for whatever is only read
    return SimpleNamespace(**fields)


@pytest.mark.parametrize(
    ("connection", "workspace", "state", "said"),
    [
        ("", "", State.GOOD, "connected to Acme"),
        ("Slack cannot be reached (OSError)", "", State.DOWN, "Slack cannot be reached (OSError)"),
        ("", "Slack refused auth.test", State.DOWN, "Slack refused auth.test"),
    ],
)
def test_the_connection_is_good_or_says_why_not(connection: str, workspace: str, state: State, said: str) -> None:
    known = cast("Workspace", saying(problem=workspace, installed=TEAM, team_id="T1"))
    transport = cast("SocketTransport", saying(problem=connection))
    [part] = slack_parts(known, transport, cast("Directory", saying(unavailable={})))
    assert (part.state, part.detail) == (state, said)


def test_a_feature_that_this_slack_lacks_costs_that_feature_only() -> None:
    known = cast("Workspace", saying(problem="", installed=None, team_id="T1"))
    lacking = cast("Directory", saying(unavailable={"user groups": "Slack has no such method."}))
    slack, groups = slack_parts(known, cast("SocketTransport", saying(problem="")), lacking)
    assert (slack.state, slack.detail) == (State.GOOD, "connected to T1")
    assert (groups.name, groups.state) == ("user groups", State.LIMITED)


@pytest.mark.parametrize(
    ("seen", "state", "said"),
    [
        (Health(0, 0, 0, ""), State.GOOD, "0 waiting, 0 undeliverable"),
        (Health(3, 19, 0, ""), State.GOOD, "3 waiting, 0 undeliverable"),
        (Health(3, 21, 0, ""), State.DOWN, "3 waiting, 0 undeliverable"),
        (Health(0, 0, 2, "is_archived"), State.LIMITED, "0 waiting, 2 undeliverable; last error: is_archived"),
        (Health(1200, timedelta(hours=1).total_seconds(), 0, ""), State.DOWN, "1,200 waiting, 0 undeliverable"),
    ],
)
def test_messages_that_wait_too_long_are_worse_than_lost_ones(seen: Health, state: State, said: str) -> None:
    [part] = outbox_parts(cast("Outbox", saying(health=lambda: seen)), "", quiet_for_s=30)
    assert (part.state, part.detail) == (state, said)


@pytest.mark.parametrize(("age_s", "state"), [(59, State.GOOD), (61, State.LIMITED)])
def test_what_waits_while_others_arrive_is_late_at_most(age_s: float, state: State) -> None:
    outbox = cast("Outbox", saying(health=lambda: Health(30, age_s, 0, "")))
    assert outbox_parts(outbox, "", quiet_for_s=1)[0].state is state


def test_a_state_that_cannot_be_written_is_worst() -> None:
    [part] = outbox_parts(cast("Outbox", saying()), "The disk is full.", quiet_for_s=0)
    assert (part.state, part.detail) == (State.DOWN, "The disk is full.")


def test_a_full_pool_is_shown() -> None:
    go, pool = Event(), Pool("small", workers=1, backlog=0, per_key=1)
    assert pool_parts(pool)[0].state is State.GOOD
    pool.submit("ann", until(go))
    assert (pool_parts(pool)[0].state, pool_parts(pool)[0].detail) == (State.LIMITED, "1 of 1 places taken")
    go.set()
