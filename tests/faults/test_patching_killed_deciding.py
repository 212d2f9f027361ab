"""The process killed while people ask and decide: what was stored holds, the rest can be done again, nothing twice."""

import pytest

from core.patching.states import State
from sandbox.slack.seed import AARON, RITA
from tests.e2e.account import WEB_1
from tests.faults.patching.plans import LIGHT, Drawn
from tests.faults.patching.ward import KILLED, WITHIN_S, Ward
from tests.faults.waiting import LONG, waited_for, when_long

MOMENTS = ("before", "after")


@when_long
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_request_survives_a_kill(ward: Ward, plans: Drawn, moment: str) -> None:
    issued = plans.cut(WEB_1, packages=LIGHT)
    with ward.bot(SRE_CRASH_AT=f"request:{moment}") as bot:
        proposal = ward.proposed(issued)
        ward.slack.press(proposal, "Request approval", RITA)
        assert bot.process.wait(WITHIN_S) == KILLED
    with ward.bot():
        if moment == "before":
            assert not ward.roots()
            ward.slack.press(proposal, "Request approval", RITA)
        card = ward.slack.until(lambda: next(iter(ward.roots()), None), 40)
        ward.slack.press(proposal, "Request approval", RITA)
        ward.slack.press(card, "Approve", AARON)
        workflow_id = ward.id_of(issued.plan.plan_id)
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert len(ward.roots()) == 1


@pytest.mark.parametrize("moment", MOMENTS if LONG else MOMENTS[1:])
def test_an_approval_survives_a_kill(ward: Ward, plans: Drawn, moment: str) -> None:
    issued = plans.cut(WEB_1, packages=LIGHT)
    with ward.bot(SRE_CRASH_AT=f"approve:{moment}") as bot:
        card = ward.asked(issued)
        ward.slack.press(card, "Approve", AARON)
        assert bot.process.wait(WITHIN_S) == KILLED
    workflow_id = ward.id_of(issued.plan.plan_id)
    assert (ward.state(workflow_id) is State.WAITING) == (moment == "before")
    with ward.bot():
        if moment == "before":
            ward.slack.press(card, "Approve", AARON)
        waited_for(lambda: ward.state(workflow_id) is not State.WAITING, 30)
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert [row.entry.action for row in ward.audit(workflow_id)].count("approve") == 1
