"""Every write to AWS takes effect and its reply is lost: it is found again, and not repeated."""

from core.patching.states import State
from tests.e2e.account import WEB_1
from tests.e2e.processes import Json, asked
from tests.faults.patching.plans import DB_1, HEAVY, LIGHT, WEB_3, Drawn
from tests.faults.patching.ward import Ward
from tests.faults.waiting import when_long

LOST = {"lost_reply": True, "times": 1}
GROUPED = (
    "autoscaling:EnterStandby",
    "autoscaling:ExitStandby",
    "ec2:CreateSnapshots",
    "ec2:RebootInstances",
    "s3:PutObject",
    "ssm:SendCommand",
    "ssm:StartAssociationsOnce",
)
BALANCED = ("elbv2:DeregisterTargets", "elbv2:RegisterTargets")
COMMANDS = 12
"""More than a patch sends: a reply is lost for each."""
SWAP = (
    "ec2:StopInstances",
    "ec2:CreateVolume",
    "ec2:DetachVolume",
    "ec2:AttachVolume",
    "ec2:ModifyInstanceAttribute",
    "ec2:StartInstances",
)
REFUSED = {"ec2:CreateReplaceRootVolumeTask": {"error": "UnsupportedOperation"}}


def all_lost(*operations: str, **more: Json) -> Json:
    return {**dict.fromkeys(operations, LOST), **more}


def spent(ward: Ward) -> bool:
    """Whether every planned fault has happened."""
    return not asked(ward.aws_url, "GET", "/control/faults")[1]["faults"]


@when_long
def test_every_reply_to_a_patch_that_goes_well_may_be_lost(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    ward.fails(all_lost(*GROUPED))
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert spent(ward)
    assert set(ward.effects()["association"].values()) == {1}


def test_every_reply_of_a_load_balancer_may_be_lost(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_3)
    ward.fails(all_lost(*BALANCED))
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert spent(ward)
    assert [ward.effects()[kind] for kind in BALANCED] == [{WEB_3: 1}, {WEB_3: 1}]


def test_every_reply_to_a_patch_that_is_rolled_back_may_be_lost(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    ward.goes_wrong({WEB_1: {"health_fails": True}})
    ward.fails(all_lost(*GROUPED, "ec2:CreateReplaceRootVolumeTask", "ec2:CreateTags"))
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.ROLLED_BACK, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert spent(ward)
    assert ward.effects()["root replacement"] == {WEB_1: 1}
    assert ward.calls()["ec2:CreateTags"] == 1


@when_long
def test_the_reply_to_every_command_may_be_lost(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(DB_1, packages=LIGHT)
    ward.goes_wrong({DB_1: {"health_fails": True}})
    ward.fails({"ssm:SendCommand": {"lost_reply": True, "times": COMMANDS}})
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.ROLLED_BACK, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert ward.effects()["undo"] == {DB_1: 1}


@when_long
def test_every_reply_to_a_swapped_volume_may_be_lost(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    ward.goes_wrong({WEB_1: {"health_fails": True}})
    ward.fails(all_lost(*SWAP, **REFUSED))
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.ROLLED_BACK, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert {ward.calls()[operation] for operation in SWAP} == {1}
