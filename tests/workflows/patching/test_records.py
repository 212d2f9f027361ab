"""Records as models."""

from datetime import timedelta

import pytest

from core.errors import NotFound, Upstream
from core.patching.states import State, Step
from core.patching.workflow import MachineRun, Workflow
from services.store import Changes, Put
from tests.core.patching.examples import AT, WEB_1
from tests.workflows.patching.people import Office
from workflows.patching.records import Machine, new_machine, read

RUN = MachineRun(workflow_id="w-20260301-abc123", instance_id=WEB_1, wave=0, since=AT)


def rewritten(office: Office, asked: str, **more: object) -> None:
    record = office.store.get("patch", asked)
    assert record
    fields = {"state": record.state, "schema": record.schema, "doc": record.doc, **more}
    office.store.put(Put("patch", asked, expect=record.version, due=record.due, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("more", [{"state": "dancing"}, {"schema": 9}, {"doc": {"plan": 1}}])
def test_what_another_version_wrote_is_refused_and_never_guessed_at(office: Office, more: dict[str, object]) -> None:
    asked = office.asked()
    rewritten(office, asked, **more)
    with pytest.raises(Upstream, match="another version of this program"):
        office.patch(asked)


def test_an_older_shape_is_brought_to_the_one_of_today(office: Office) -> None:
    asked = office.asked()
    record = office.store.get("patch", asked)
    assert record
    old = {**{name: value for name, value in record.doc.items() if name != "quorum"}, "people": 2}
    rewritten(office, asked, schema=0, doc=old)
    stored = office.store.get("patch", asked)
    assert stored
    upcasts = {"patch": {0: lambda doc: {**{k: v for k, v in doc.items() if k != "people"}, "quorum": doc["people"]}}}
    assert read(stored, Workflow, upcasts).quorum == 2


def test_a_step_that_cannot_follow_is_a_mistake(office: Office) -> None:
    patch = office.patch(office.asked())
    with pytest.raises(ValueError, match="from waiting to verified"):
        patch.moved(State.VERIFIED, patch.workflow)
    with pytest.raises(ValueError, match="from planned to done"):
        Machine(RUN, Step.PLANNED, 1).moved(Step.DONE, RUN)


def test_machines_belong_to_the_standing_of_their_patch(office: Office) -> None:
    asked = office.asked()
    run = RUN.model_copy(update={"workflow_id": asked})
    office.store.commit(Changes(puts=(new_machine(run, AT + timedelta(minutes=1)),)))
    standing = office.records.standing(office.patch(asked))
    assert [(each.run, each.step) for each in standing.machines] == [(run, Step.PLANNED)]
    assert standing.begun[WEB_1].run == run


def test_what_is_not_there_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        office.records.patch("w-20260301-ffffff")
    with pytest.raises(NotFound):
        office.records.plan("p-20260301-ffffff")
    assert office.records.machine("w-20260301-ffffff", WEB_1) is None


def test_a_plan_that_was_changed_in_the_store_is_not_the_one_that_people_looked_at(office: Office) -> None:
    asked = office.asked()
    workflow = office.patch(asked).workflow
    record = office.store.get("plan", workflow.plan_id)
    assert record
    wider = {**record.doc, "plan_text": str(record.doc["plan_text"]).replace("openssl", "everything")}
    office.store.put(Put("plan", workflow.plan_id, wider, record.version, schema=record.schema))
    with pytest.raises(Upstream, match="is not the one that was asked for"):
        office.approve(asked, "U0APPROVE1")
    assert office.patch(asked).state is State.WAITING
