"""A patch that needs a person, and the person who says that it is handled."""

import pytest

from core.errors import BadRequest, Conflict
from core.patching.approval import Ruling
from core.patching.states import State, Step
from services.store import Store
from tests.core.patching.examples import AT, WEB_1, plan
from tests.workflows.patching.executions import WORKFLOW, Execution
from tests.workflows.patching.people import AARON, BEA, RITA, MovedClock, Office, person
from workflows.patching.locks import MachineLocks


@pytest.fixture
def needing(store: Store, clock: MovedClock) -> Execution:
    """One whose first machine is unwell, without an approved way back."""
    execution = Execution(store, clock, plan(rollback_approved=False))
    execution.land.bodies[WEB_1].healthy = False
    assert execution.run() is State.NEEDS_HUMAN
    return execution


def said(execution: Execution, by: str = AARON, reason: str = "Restored by hand") -> Ruling:
    digest = execution.patch.workflow.digest
    return Office(execution.store, execution.clock).approvals.handle(person(by), WORKFLOW, digest, reason)


def test_the_machine_is_held_until_a_person_says_so(needing: Execution) -> None:
    locks = MachineLocks(needing.store)
    with pytest.raises(Conflict, match="has not ended well"):
        locks.claim(WEB_1, "w-another", AT)
    assert said(needing).counts
    assert needing.patch.state is State.HANDLED
    assert locks.holder(WEB_1) == ""
    locks.claim(WEB_1, "w-another", AT)


def test_who_said_so_and_why_is_told_and_audited(needing: Execution) -> None:
    said(needing)
    assert f"<@{AARON}> has looked at it" in needing.said()
    assert "Restored by hand" in needing.said()
    row = needing.audit()[-1].entry
    assert (row.actor.user_id, row.action, row.detail["reason"]) == (AARON, "mark as handled", "Restored by hand")


def test_nothing_is_done_to_any_machine_by_that(needing: Execution) -> None:
    before = dict(needing.land.effects)
    said(needing)
    needing.clock.advance(seconds=600)
    needing.turn()
    assert dict(needing.land.effects) == before
    assert needing.steps()[0] is Step.NEEDS_HUMAN


def test_a_second_click_and_one_without_a_reason_change_nothing(needing: Execution) -> None:
    with pytest.raises(BadRequest, match="needs a reason"):
        said(needing, RITA, " ")
    assert said(needing, RITA).counts
    assert said(needing, BEA).why == "not_waiting"
    assert [row.entry.action for row in needing.audit()].count("mark as handled") == 1
