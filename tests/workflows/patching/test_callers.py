"""Callers outside Slack."""

import pytest

from core.actor import Actor, Door
from core.patching.policy import Policy
from tests.workflows.patching.people import ARN, RITA, TEAM
from workflows.patching.callers import Callers


def callers(**mapped: str) -> Callers:
    return Callers(
        Policy(callers={ARN.replace("rita", name): who for name, who in mapped.items()}), lambda: ARN, lambda: TEAM
    )


@pytest.mark.parametrize("door", [Door.CLI, Door.MCP])
def test_the_arn_of_a_local_process_stands_for_a_person_of_the_team(door: Door) -> None:
    assert callers(rita=RITA).named(Actor(door)) == Actor(door, TEAM, RITA)


def test_whom_the_door_knows_already_stays_who_they_are() -> None:
    known = Actor(Door.MCP, TEAM, "U0APPROVE2")
    assert callers(rita=RITA).named(known) == known


@pytest.mark.parametrize("door", [Door.CLI, Door.MCP])
def test_whom_the_policy_does_not_map_stays_unknown(door: Door) -> None:
    assert callers(bea="U0APPROVE2").named(Actor(door)) == Actor(door)


def test_without_a_mapping_aws_is_not_asked_who_calls() -> None:
    def never() -> str:
        raise AssertionError

    assert Callers(Policy(), never, lambda: TEAM).named(Actor(Door.CLI)).user_id == ""
