"""`sre-agent approval create`."""

from dataclasses import replace

import pytest

from commands.approval_create import create_approval_workflow
from commands.context import Context
from core.actor import Door
from core.errors import BadRequest, NotFound
from core.patching.policy import Policy
from core.patching.states import State
from services.store import Store
from tests.commands.caller import context_of, small_account
from tests.core.examples import StillClock
from tests.core.patching.examples import plan
from tests.workflows.patching.people import CHANNEL, RITA, Office, person
from tests.workflows.reporting import memory_store


@pytest.fixture
def store() -> Store:
    return memory_store(StillClock())


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store, StillClock(), Policy(approvers=("U0APPROVE1", "U0APPROVE2"), channel=CHANNEL))


def asking(store: Store, door: Door = Door.SLACK) -> Context:
    return replace(context_of(small_account(), door, store=store), actor=person(RITA))


def test_a_plan_becomes_a_patch_that_waits(store: Store, office: Office) -> None:
    answer = create_approval_workflow(asking(store), office.planned())
    assert (answer.state, answer.approvals_needed, answer.asked_before) == (State.WAITING, 1, False)
    assert (answer.estimated_duration, answer.expected_s) == ("40m", 2400)
    assert store.count("patch", state="waiting") == 1


def test_criticality_is_raised_and_never_lowered(store: Store, office: Office) -> None:
    raised = create_approval_workflow(asking(store), office.planned(), "critical")
    assert (raised.criticality, raised.approvals_needed) == ("critical", 2)
    critical = plan(plan_id="p-20260301-abc124", criticality="critical", made_at=StillClock().now())
    with pytest.raises(BadRequest, match="never lowered"):
        create_approval_workflow(asking(store), office.planned(critical), "non_critical")


def test_only_plans_that_were_issued_here_are_asked_for(store: Store) -> None:
    with pytest.raises(NotFound, match="There is no plan p-20260301-ffffff"):
        create_approval_workflow(asking(store), "p-20260301-ffffff")


@pytest.mark.parametrize("written", ["install everything", "p-1", '{"machines": []}', ""])
def test_what_is_no_plan_id_gets_an_example_that_works(store: Store, written: str) -> None:
    with pytest.raises(BadRequest) as told:
        create_approval_workflow.call(asking(store, Door.CLI), {"remediation_plan": written})
    assert "not the id of a plan" in told.value.sentence
    assert "p-20261120-7f3a9c" in told.value.advice
