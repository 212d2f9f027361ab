"""A patch in an account whose quota of snapshots is used up."""

from core.patching.states import State
from tests.e2e.account import WEB_1
from tests.faults.patching.plans import DB_1, Drawn
from tests.faults.patching.ward import Ward


def test_it_ends_with_the_name_of_the_limit_before_anything_is_installed(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, DB_1)
    ward.goes_wrong({"*": {"snapshot_quota": 0}})
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.ROLLED_BACK, ward.last(workflow_id)
        ward.check(issued, workflow_id)
        ward.slack.until(lambda: "as its quota allows" in ward.thread())
        assert "nothing was changed" in ward.roots()[0].text
    assert not {"install", "snapshot"} & ward.effects().keys()
    assert ward.effects()["autoscaling:EnterStandby"] == ward.effects()["autoscaling:ExitStandby"]
