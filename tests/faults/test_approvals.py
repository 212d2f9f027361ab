"""People who decide about one patch in the same moment, in two processes on the same state."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.patching.states import State
from tests.core.patching.examples import plan
from tests.faults.waiting import LONG
from tests.workflows.patching.people import AARON, BEA, Office
from tests.workflows.patching.racing import opened, raced, racers

ROUNDS = 500 if LONG else 20
WON = {"accepted", "complete"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = opened(tmp_path)
    yield office
    office.store.close()


def asked(office: Office, number: int, **more: object) -> str:
    return office.asked(plan(plan_id=f"p-20260301-{number:06x}", made_at=SystemClock().now(), **more))


def winners(told: list[str]) -> list[str]:
    return [line.split()[0] for line in told if line.split()[0] in WON]


def test_of_two_who_approve_exactly_one_wins_and_the_other_is_told(office: Office, tmp_path: Path) -> None:
    with racers(tmp_path, (AARON, "approve"), (BEA, "approve")) as both:
        for number in range(ROUNDS):
            workflow_id = asked(office, number)
            told = raced(both, office, workflow_id)
            assert winners(told) == ["complete"]
            assert "approved already" in told[1]
            assert "approved it at" in told[1]
            assert len(office.patch(workflow_id).workflow.votes) == 1


def test_of_approval_and_rejection_the_one_that_is_stored_last_knows_of_the_other(
    office: Office, tmp_path: Path
) -> None:
    with racers(tmp_path, (AARON, "approve"), (BEA, "stop")) as both:
        for number in range(ROUNDS):
            workflow_id = asked(office, number)
            told = raced(both, office, workflow_id)
            actions = office.actions(workflow_id)
            assert office.patch(workflow_id).state is State.REJECTED
            assert actions in (["request", "approve", "stop"], ["request", "stop", "approve refused"])
            assert len(winners(told)) == actions.count("approve") + 1


def test_a_critical_patch_takes_both_and_one_person_twice_is_one(office: Office, tmp_path: Path) -> None:
    with racers(tmp_path, (AARON, "approve"), (AARON, "approve"), (BEA, "approve")) as three:
        for number in range(ROUNDS):
            workflow_id = asked(office, number, criticality="critical")
            told = raced(three, office, workflow_id)
            assert sorted(winners(told)) == ["accepted", "complete"]
            voters = [vote.user_id for vote in office.patch(workflow_id).workflow.votes]
            assert sorted(voters) == [AARON, BEA]
            assert office.actions(workflow_id).count("approve") == 2
