"""Decisions that meet: in one process, and in two."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.actor import Actor, Door
from core.clock import SystemClock
from core.errors import Conflict
from core.patching.approval import Ruling
from core.patching.states import State
from core.patching.workflow import Ending
from services.store import Changes
from tests.core.patching.examples import plan
from tests.workflows.patching.people import AARON, BEA, Office, person
from tests.workflows.patching.racing import opened, raced, racers
from workflows.patching.deciding import Decision, Judged, Move
from workflows.patching.records import Patch

ROUNDS = 100


def test_a_decision_that_was_late_is_judged_again_on_what_is_stored_by_then(office: Office) -> None:
    asked, seen = office.asked(), list[State]()

    def judged(patch: Patch) -> Judged:
        seen.append(patch.state)
        if len(seen) == 1:
            office.approve(asked, AARON)
        ended = patch.workflow.model_copy(update={"ending": Ending(at=office.clock.now(), sentence="no")})
        return Ruling(why="complete", sentence="Ended."), Move(State.REJECTED, ended, None, lambda _: ())

    office.deciding.decide(Decision(person(BEA), "stop", asked), judged)
    assert seen == [State.WAITING, State.APPROVED]
    assert office.actions(asked) == ["request", "approve", "stop"]


def test_one_who_is_never_in_time_gives_up_and_has_changed_nothing(office: Office) -> None:
    asked = office.asked()

    def judged(patch: Patch) -> Judged:
        office.store.commit(Changes(puts=(patch.moved(patch.state, patch.workflow, patch.due),)))
        return Ruling(why="complete", sentence="Ended."), Move(State.REJECTED, patch.workflow, None, lambda _: ())

    with pytest.raises(Conflict, match="Too many people"):
        office.deciding.decide(Decision(person(BEA), "stop", asked), judged)
    assert office.patch(asked).state is State.WAITING


def test_what_the_gate_refuses_is_audited_where_there_is_such_a_patch(office: Office) -> None:
    asked = office.asked()
    guest = Decision(Actor(Door.SLACK, "T1", "U0GUEST001"), "approve", asked)
    office.deciding.note_refusal(guest, "The assistant does not answer guest accounts.")
    office.deciding.note_refusal(Decision(guest.actor, "approve", "w-20260301-ffffff"), "no")
    assert office.actions(asked) == ["request", "approve refused"]
    assert office.actions("w-20260301-ffffff") == []


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Office]:
    office = opened(tmp_path)
    yield office
    office.store.close()


def test_of_two_who_approve_in_the_same_moment_one_completes_it_and_the_other_is_told(
    shared: Office, tmp_path: Path
) -> None:
    now = SystemClock().now()
    with racers(tmp_path, (AARON, "approve"), (BEA, "approve")) as both:
        for number in range(ROUNDS):
            asked = shared.asked(plan(plan_id=f"p-20260301-{number:06x}", made_at=now))
            told = raced(both, shared, asked)
            assert [line.split()[0] for line in told] == ["complete", "not_waiting"]
            assert "approved it at" in told[1]
            assert sorted(shared.actions(asked)) == ["approve", "approve refused", "request"]
            assert len(shared.patch(asked).workflow.votes) == 1
