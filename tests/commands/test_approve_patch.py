"""/sre-approve-patch."""

from dataclasses import replace

import pytest

from commands.approve_patch import show_patch_approval
from commands.context import Context
from core.errors import NotFound
from core.patching.states import State
from services.store import Store
from tests.commands.caller import context_of, small_account
from tests.core.examples import StillClock
from tests.core.patching.examples import plan
from tests.workflows.patching.people import AARON, Office, person
from tests.workflows.reporting import memory_store


@pytest.fixture
def store() -> Store:
    return memory_store(StillClock())


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store, StillClock())


def aaron(store: Store) -> Context:
    return replace(context_of(small_account(), store=store), actor=person(AARON))


def test_it_shows_the_only_patch_that_waits_and_approves_nothing(store: Store, office: Office) -> None:
    workflow_id = office.asked()
    answer = show_patch_approval(aaron(store))
    assert answer.shown
    assert (answer.shown.workflow.workflow_id, answer.shown.state) == (workflow_id, State.WAITING)
    assert office.records.patch(workflow_id).workflow.votes == ()


def test_several_that_wait_are_a_list_with_a_button_each(store: Store, office: Office) -> None:
    now = StillClock().now()
    ids = [office.asked(plan(plan_id=f"p-20260301-abc12{number}", made_at=now)) for number in range(2)]
    answer = show_patch_approval(aaron(store))
    assert [each.workflow_id for each in answer.waiting] == ids
    assert "2 patches wait" in answer.summary
    assert show_patch_approval(aaron(store), ids[1]).shown


def test_nothing_waits(store: Store) -> None:
    assert show_patch_approval(aaron(store)).summary == "No patch waits for approval."


def test_an_unknown_patch_is_said_to_be_unknown(store: Store) -> None:
    with pytest.raises(NotFound, match="no patch w-20260301-ffffff"):
        show_patch_approval(aaron(store), "w-20260301-ffffff")
