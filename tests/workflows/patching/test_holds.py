"""Holds, from the way back that makes them to the person who lifts them."""

import pytest

from core.errors import NotFound
from core.patching.states import State
from services.store import Store
from tests.core.patching.examples import WEB_1, WEB_2
from tests.workflows.patching.executions import WORKFLOW, Execution
from tests.workflows.patching.people import AARON, RITA, MovedClock, Office, person

KEY = f"{WEB_1}/{WORKFLOW}"


@pytest.fixture
def execution(store: Store, clock: MovedClock) -> Execution:
    """A patch whose canary went back."""
    made = Execution(store, clock)
    made.land.bodies[WEB_1].healthy = False
    assert made.run() is State.ROLLED_BACK
    return made


def office(execution: Execution) -> Office:
    return Office(execution.store, execution.clock)


def test_what_went_back_is_held_on_its_machine_and_the_card_says_so(execution: Execution) -> None:
    [hold] = office(execution).holds.of([WEB_1, WEB_2])[WEB_1]
    assert [(each.override, each.version) for each in hold.packages] == [("openssl.x86_64", "3.0.7-27")]
    assert "health command failed" in hold.why
    card = execution.store.get("outbox", f"patch:{WORKFLOW}")
    assert card
    assert "Held: in no plan until" in str(card.doc["message"]["blocks"])


def test_a_machine_that_was_left_as_it_was_is_not_held(store: Store, clock: MovedClock) -> None:
    made = Execution(store, clock)
    made.land.bodies[WEB_1].snapshots = "error"
    assert made.run() is State.ROLLED_BACK
    assert office(made).holds.of([WEB_1]) == {}


def test_those_who_may_approve_lift_it_once_and_all_are_told(execution: Execution) -> None:
    holds = office(execution).holds
    assert holds.lift(person(RITA), KEY).why == "not_approver"
    assert holds.of([WEB_1])
    assert holds.lift(person(AARON), KEY).why == "complete"
    assert holds.of([WEB_1]) == {}
    assert f"<@{AARON}> lifted it at" in holds.lift(person(AARON), KEY).sentence
    assert f"<@{AARON}> lifts the hold: plans may take openssl to web-1 again" in execution.said()
    actions = [row.entry.action for row in execution.audit() if "hold" in row.entry.action]
    assert actions == ["lift hold refused", "lift hold", "lift hold refused"]


def test_holds_are_shown_for_all_machines_or_some(execution: Execution) -> None:
    holds = office(execution).holds
    assert holds.show([]).summary == "1 package is held on 1 machine until somebody lifts that"
    assert holds.show([WEB_2]).summary.startswith("Nothing is held")


def test_what_does_not_exist_cannot_be_lifted_and_leaves_no_row(execution: Execution) -> None:
    holds = office(execution).holds
    with pytest.raises(NotFound):
        holds.lift(person(AARON), "i-1/w-1")
    holds.note_refusal(person(RITA), "i-1/w-1", "no")
    assert not [row for row in execution.audit() if "hold" in row.entry.action]
