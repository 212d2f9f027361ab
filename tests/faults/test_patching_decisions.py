"""Decisions that Slack delivers often, that cannot be stored, or that are about what this version does not know."""

import sqlite3
from contextlib import closing

from core.patching.states import State
from sandbox.slack.seed import AARON
from services.store import Put
from services.store.sqlite import FILE
from tests.e2e.account import WEB_1
from tests.faults.patching.laws import touched
from tests.faults.patching.plans import DB_1, Drawn
from tests.faults.patching.ward import Ward
from tests.faults.waiting import waited_for, when_long
from workflows.patching.records import PATCH

UNKNOWN = "hovering"


def actions(ward: Ward, workflow_id: str) -> list[str]:
    """What was audited about it."""
    return [row.entry.action for row in ward.audit(workflow_id)]


@when_long
def test_an_approval_that_slack_delivers_again_and_again_counts_once(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1)
    with ward.bot():
        card = ward.asked(issued)
        workflow_id = ward.id_of(issued.plan.plan_id)
        ward.slack.post("faults", envelopes={"duplicates": 2, "repeats": 2})
        for _ in range(3):
            ward.slack.press(card, "Approve", AARON)
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert actions(ward, workflow_id).count("approve") == 1
    assert actions(ward, workflow_id).count("approve refused") >= 2


def test_an_approval_that_cannot_be_stored_is_none(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1)
    with ward.bot():
        card = ward.asked(issued)
        workflow_id = ward.id_of(issued.plan.plan_id)
        with closing(sqlite3.connect(ward.folder / "state" / FILE, isolation_level=None)) as state:
            state.execute("BEGIN IMMEDIATE")
            ward.slack.press(card, "Approve", AARON)
            ward.slack.until(lambda: any("locked" in each.text for each in ward.slack.messages(AARON)), 40)
            state.execute("ROLLBACK")
        assert ward.state(workflow_id) is State.WAITING
        assert "approve" not in actions(ward, workflow_id)
        assert not touched(ward.effects())
        ward.slack.press(card, "Approve", AARON)
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert actions(ward, workflow_id).count("approve") == 1


@when_long
def test_a_patch_in_a_state_that_nobody_knows_is_left_alone_and_stops_no_other(ward: Ward, plans: Drawn) -> None:
    strange, known = plans.cut(WEB_1), plans.cut(DB_1)
    with ward.bot():
        card = ward.asked(strange)
        workflow_id = ward.id_of(strange.plan.plan_id)
        with ward.store() as store:
            record = store.get(PATCH, workflow_id)
            assert record
            store.put(Put(PATCH, workflow_id, record.doc, record.version, state=UNKNOWN, schema=record.schema))
        ward.slack.press(card, "Approve", AARON)
        other = ward.approved(known)
        assert ward.over(other) is State.VERIFIED, ward.last(other)
    with ward.bot():
        waited_for(ward.slack.connected, 30)
    with ward.store() as store:
        record = store.get(PATCH, workflow_id)
        assert record
        assert record.state == UNKNOWN
    assert touched(ward.effects()) == {DB_1}
    assert "approve" not in actions(ward, workflow_id)
