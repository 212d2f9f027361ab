"""Health turns red within half a minute of whatever keeps the assistant from working, and green again after it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import pytest

from bot.watchdog import STUCK_S
from tests.e2e.processes import ROOT, asked, part_of
from tests.faults.conftest import Scene, numbered
from tests.faults.held_scheduler import HOLD
from tests.faults.test_state_file import locked
from tests.faults.waiting import when_long

RED_S, GREEN_S = 30, 40


@contextmanager
def line_that_is_half_open(scene: Scene) -> Iterator[None]:
    """Nothing comes through any more, and nobody says so; new lines are refused."""
    scene.slack.post("faults", api={"apps.connections.open": {"status": 503}})
    scene.slack.post("disconnect", reason="silence", seconds=60)
    yield
    scene.slack.post("faults")


@contextmanager
def messages_that_slack_does_not_take(scene: Scene) -> Iterator[None]:
    scene.slack.post("faults", api={"chat.postMessage": {"status": 500}})
    scene.ask_for(*numbered(0, 1))
    yield
    scene.slack.post("faults")


@contextmanager
def credentials_that_have_expired(scene: Scene) -> Iterator[None]:
    url = scene.given["AWS_ENDPOINT_URL"]
    asked(url, "POST", "/control/faults", {"*": {"error": "ExpiredTokenException"}})
    yield
    asked(url, "DELETE", "/control/faults")


@when_long
@pytest.mark.parametrize(
    ("trouble", "part"),
    [
        (line_that_is_half_open, "Slack"),
        (locked, "state"),
        (messages_that_slack_does_not_take, "messages"),
        (credentials_that_have_expired, "AWS"),
    ],
)
def test_it_turns_red_soon_and_green_again(
    scene_with_aws: Scene, trouble: Callable[[Scene], AbstractContextManager[None]], part: str
) -> None:
    with scene_with_aws.bot() as bot:
        bot.health_when(lambda told: told["status"] == "healthy")
        with trouble(scene_with_aws):
            status, health = bot.health_when(lambda told: part_of(told, part).get("state") == "down", RED_S)
            assert (status, health["status"]) == (503, "unhealthy")
        status, _ = bot.health_when(lambda told: told["status"] == "healthy", GREEN_S)
        assert status == 200


HELD = (sys.executable, "-m", "tests.faults.held_scheduler")


def test_a_scheduler_that_stands_still_turns_it_red_and_goes_on_when_it_can(scene_with_aws: Scene) -> None:
    scene = scene_with_aws
    with replace(scene, given={**scene.given, "PYTHONPATH": str(ROOT)}).bot(HELD) as bot:
        bot.health_when(lambda told: told["status"] == "healthy")
        hold = scene.folder / HOLD
        hold.touch()
        status, _ = bot.health_when(lambda told: part_of(told, "scheduler").get("state") == "down", RED_S)
        assert status == 503
        hold.unlink()
        status, _ = bot.health_when(lambda told: told["status"] == "healthy", GREEN_S)
        assert status == 200


@when_long
def test_a_scheduler_that_stands_still_for_two_minutes_ends_the_process_for_its_supervisor(
    scene_with_aws: Scene,
) -> None:
    scene = scene_with_aws
    with replace(scene, given={**scene.given, "PYTHONPATH": str(ROOT)}).bot(HELD) as bot:
        bot.health_when(lambda told: told["status"] == "healthy")
        (scene.folder / HOLD).touch()
        assert bot.process.wait(STUCK_S + 30) == 1
        assert "the scheduler has stood still" in bot.log
