"""A patch of ours is evidence as soon as it is installed."""

from datetime import datetime, timedelta

import pytest

from core.causes.subject import Subject
from core.patching.states import State
from core.progress import Silent
from tests.core.patching.examples import WEB_1, WEB_2
from tests.workflows.explaining.world import alert, explainer
from tests.workflows.patching.executions import WORKFLOW, Execution
from tests.workflows.patching.people import MovedClock
from tests.workflows.reporting import memory_store
from workflows.explaining.case import Case, Gathered
from workflows.explaining.collectors.patches import PatchCollector


@pytest.fixture
def execution() -> Execution:
    clock = MovedClock()
    return Execution(memory_store(clock), clock)


def collected(execution: Execution, instance_id: str, at: datetime | None = None) -> Gathered:
    now = execution.clock.now()
    case = Case(alert(), Subject(instance_id=instance_id), {}, at or now, now)
    return PatchCollector(execution.records).collect(case)


def test_what_was_installed_in_the_last_day_is_told_with_how_it_ended(execution: Execution) -> None:
    assert execution.run() is State.VERIFIED
    [fact] = collected(execution, WEB_1).evidence
    assert fact.said == f"We installed patch {WORKFLOW} on {WEB_1}; it was verified."
    assert fact.first_seen == execution.machine(WEB_1).run.intents["install"].asked_at
    assert collected(execution, WEB_1, execution.clock.now() + timedelta(days=2)).evidence == ()


def test_a_machine_that_the_patch_has_not_come_to_was_not_patched(execution: Execution) -> None:
    assert collected(execution, WEB_1).evidence == ()
    execution.land.bodies[WEB_1].healthy = False
    assert execution.run() is State.ROLLED_BACK
    assert [each.said.rpartition("; ")[2] for each in collected(execution, WEB_1).evidence] == ["it was rolled back."]
    assert collected(execution, WEB_2).evidence == ()


def test_an_alert_of_no_machine_is_no_question(execution: Execution) -> None:
    assert [gap.by_choice for gap in collected(execution, "").gaps] == [True]


def test_an_alarm_right_after_a_patch_names_it(execution: Execution) -> None:
    execution.run()
    looks = {"patches": PatchCollector(execution.records)}
    explaining = explainer(looks, clock=execution.clock, store=execution.store)
    found = explaining.explain("", f'{{"title": "CPU high", "severity": "high", "InstanceId": "{WEB_1}"}}', Silent())
    assert found.cause == "patch_aftermath" or "patch_aftermath" in {each.name for each in found.others}
    assert WORKFLOW in " ".join(each.said for each in found.evidence)
