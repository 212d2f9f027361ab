"""What a patch never does: touch other machines or packages, begin outside its window, or go on without a way back."""

import json
import time
from datetime import UTC, datetime, timedelta

from core.patching.issued import Issued, issue
from core.patching.live import LiveState
from core.patching.plan import PlannedWindow
from core.patching.states import State
from sandbox.slack.seed import AARON
from tests.e2e.account import WEB_1
from tests.e2e.processes import POLICY, command
from tests.e2e.workspace import Shown
from tests.faults.patching.laws import touched
from tests.faults.patching.plans import DB_1, HEAVY, LIGHT, Drawn
from tests.faults.patching.ward import Ward
from tests.faults.waiting import waited_for, when_long
from workflows.patching.locks import MachineLocks

BUILD_1 = "i-064fd5a4ddab804de"
OPT_IN = "PatchAutomation"
WATCHED_S = 3.0
"""For so long nothing happens."""
THROTTLED = {"error": "ThrottlingException"}
READS = (
    "autoscaling:DescribeAutoScalingInstances",
    "cloudwatch:DescribeAlarms",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstances",
    "ec2:DescribeSnapshots",
    "ec2:DescribeVolumes",
    "elbv2:DescribeTargetHealth",
    "inspector2:ListFindings",
    "s3:GetObject",
    "ssm:DescribeInstanceInformation",
    "ssm:DescribeInstancePatches",
    "ssm:GetCommandInvocation",
    "ssm:ListAssociations",
    "ssm:ListCommandInvocations",
    "ssm:ListCommands",
)
WRITES = ("autoscaling:EnterStandby", "ec2:CreateSnapshots", "ssm:SendCommand")


def window(start_s: float, end_s: float) -> PlannedWindow:
    now = datetime.now(UTC)
    return PlannedWindow(start=now + timedelta(seconds=start_s), end=now + timedelta(seconds=end_s), zone="UTC")


def opt_out(ward: Ward, instance_id: str) -> None:
    ward.aws("ec2").delete_tags(Resources=[instance_id], Tags=[{"Key": OPT_IN}])


def test_a_machine_that_is_opted_out_after_the_approval_voids_it(ward: Ward, plans: Drawn) -> None:
    with ward.bot():
        issued = plans.cut(WEB_1, window=window(6, 600))
        workflow_id = ward.approved(issued)
        assert ward.state(workflow_id) is State.SCHEDULED
        opt_out(ward, WEB_1)
        assert ward.over(workflow_id) is State.VOID, ward.last(workflow_id)
        ward.slack.until(lambda: "no longer has the tag" in ward.thread())
        ward.check(issued, workflow_id)
    assert not touched(ward.effects())


@when_long
def test_a_machine_that_is_opted_out_in_the_middle_is_not_written_to_any_more(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1)
    ward.goes_wrong({WEB_1: {"snapshot_s": 400}})
    with ward.bot():
        workflow_id = ward.approved(issued)
        waited_for(lambda: bool(ward.effects().get("ec2:CreateSnapshots")), 30)
        opt_out(ward, WEB_1)
        before = ward.calls()
        assert ward.over(workflow_id) is State.NEEDS_HUMAN, ward.last(workflow_id)
        ward.check(issued, workflow_id)
        handle(ward, "tagged it again")
        waited_for(lambda: ward.state(workflow_id) is State.HANDLED, 20)
        ward.slack.until(lambda: "may be planned and patched again" in ward.thread())
        ward.check(issued, workflow_id)
    assert "install" not in ward.effects()
    assert ward.calls() == before


def handle(ward: Ward, found: str) -> None:
    """Say that a person has looked at the one patch."""
    card = ward.slack.until(lambda: next((each for each in ward.roots() if "Mark as handled" in each.buttons), None))
    ward.slack.press(card, "Mark as handled", AARON)

    def form() -> Shown | None:
        view = ward.slack.modal(AARON)
        return view if view and view.submits == "Mark as handled" else None

    ward.slack.submit(ward.slack.until(form), {"reason": {"text": {"value": found}}}, AARON)


def test_a_machine_without_the_tag_is_patched_through_no_door(ward: Ward, plans: Drawn) -> None:
    forged = forged_for(BUILD_1, plans)
    mapped = json.dumps({**POLICY, "callers": {"arn:aws:iam::123456789012:user/moto": "U0REQUEST1"}})
    with ward.bot(SRE_POLICY=mapped):
        workflow_id = ward.approved(forged)
        assert ward.over(workflow_id) in {State.VOID, State.ROLLED_BACK}, ward.last(workflow_id)
        told = ward.slack.type(f"/sre-patch {BUILD_1} all")
        ran = command({**ward.given, "SRE_POLICY": mapped}, "patch", "run", "--instance", BUILD_1, "--level", "all")
    assert len(ward.roots()) == 1, (told.words, ran.stdout, ran.stderr)
    assert not touched(ward.effects())


def forged_for(instance_id: str, plans: Drawn) -> Issued:
    """A plan of the right shape, in the right place of the state, that the product would never make."""
    made = plans.cut(DB_1)
    text = made.plan.model_dump_json().replace(DB_1, instance_id)
    live = made.live.model_dump_json().replace(DB_1, instance_id).replace('"opted_in":true', '"opted_in":false')
    return issue(type(made.plan).model_validate_json(text), LiveState.model_validate_json(live))


@when_long
def test_a_machine_that_somebody_else_patched_after_the_approval_is_left_alone(ward: Ward, plans: Drawn) -> None:
    with ward.bot():
        issued = plans.cut(DB_1, window=window(6, 600))
        workflow_id = ward.approved(issued)
        assert ward.state(workflow_id) is State.SCHEDULED
        baseline = {"Operation": ["Install"], "RebootOption": ["NoReboot"]}
        ward.aws("ssm").send_command(InstanceIds=[DB_1], DocumentName="AWS-RunPatchBaseline", Parameters=baseline)
        assert ward.over(workflow_id) in {State.VOID, State.ROLLED_BACK}, ward.last(workflow_id)
    assert ward.effects()["install"] == {DB_1: 1}
    assert "ec2:CreateSnapshots" not in ward.effects()


def test_credentials_that_expire_in_the_middle_pause_it_and_nothing_is_repeated(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    with ward.bot():
        workflow_id = ward.approved(issued)
        waited_for(lambda: bool(ward.effects().get("ec2:CreateSnapshots")), 30)
        ward.fails({"*": {"error": "ExpiredTokenException"}})
        ward.slack.until(lambda: "It is paused" in ward.thread())
        assert ward.state(workflow_id) is State.RUNNING
        ward.works_again()
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert ward.thread().count("It is paused") == 1


@when_long
def test_a_role_that_may_not_be_assumed_pauses_it_before_anything_is_done(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(DB_1)
    ward.fails({"sts:AssumeRole": {"error": "AccessDenied"}})
    with ward.bot():
        workflow_id = ward.approved(issued)
        ward.slack.until(lambda: "It is paused" in ward.thread())
        assert not touched(ward.effects())
        ward.works_again()
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert ward.thread().count("It is paused") == 1


@when_long
def test_a_machine_that_is_gone_in_the_middle_needs_a_person_and_gets_no_more(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(DB_1)
    ward.goes_wrong({DB_1: {"snapshot_s": 400}})
    with ward.bot():
        workflow_id = ward.approved(issued)
        waited_for(lambda: bool(ward.effects().get("ec2:CreateSnapshots")), 30)
        ward.aws("ec2").terminate_instances(InstanceIds=[DB_1])
        before = ward.calls()
        assert ward.over(workflow_id) in {State.NEEDS_HUMAN, State.ROLLED_BACK}, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert "install" not in ward.effects()
    assert ward.calls() == before


@when_long
def test_throttled_calls_delay_it_only(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1)
    with ward.bot():
        card = ward.asked(issued)
        ward.fails({key: {**THROTTLED, "every": 2} for key in READS})
        ward.fails({key: {**THROTTLED, "times": 2} for key in WRITES})
        ward.slack.press(card, "Approve", AARON)
        workflow_id = ward.id_of(issued.plan.plan_id)
        assert ward.over(workflow_id, 120) is State.VERIFIED, ward.last(workflow_id)
        ward.works_again()
        ward.check(issued, workflow_id)


def test_a_canary_that_is_unwell_is_rolled_back_and_the_next_wave_never_begins(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(DB_1, WEB_1, packages=LIGHT)
    ward.goes_wrong({DB_1: {"health_fails": True}})
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.ROLLED_BACK, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert touched(ward.effects()) == {DB_1}
    assert ward.effects()["undo"] == {DB_1: 1}


@when_long
def test_a_way_back_that_fails_asks_for_a_person_and_nothing_more_is_done(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    ward.goes_wrong({WEB_1: {"health_fails": True, "root_replacement": "failed"}})
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.NEEDS_HUMAN, ward.last(workflow_id)
        before = ward.calls()
        time.sleep(WATCHED_S)
        assert ward.calls() == before
        ward.check(issued, workflow_id)
        ward.slack.until(lambda: f"<@{AARON}>" in ward.thread())
    with ward.store() as store:
        assert MachineLocks(store).holder(WEB_1) == workflow_id


@when_long
def test_a_patch_waits_for_its_window(ward: Ward, plans: Drawn) -> None:
    with ward.bot():
        issued = plans.cut(DB_1, window=window(6, 600))
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    begun = [row.at for row in ward.audit(workflow_id) if row.entry.detail.get("to") == State.RUNNING]
    assert issued.plan.window
    assert begun[0] >= issued.plan.window.start


def test_a_window_that_is_too_short_by_now_is_not_begun(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(DB_1, window=window(-60, 60), expected_s=70.0)
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.EXPIRED, ward.last(workflow_id)
    assert not touched(ward.effects())


@when_long
def test_a_window_that_passed_while_nobody_served_is_missed(ward: Ward, plans: Drawn) -> None:
    with ward.bot() as bot:
        issued = plans.cut(DB_1, window=window(6, 12), expected_s=1.0)
        workflow_id = ward.approved(issued)
        assert ward.state(workflow_id) is State.SCHEDULED
        bot.process.kill()
        bot.process.wait()
    assert issued.plan.window
    time.sleep(max(0.0, (issued.plan.window.end - datetime.now(UTC)).total_seconds()))
    with ward.bot():
        assert ward.over(workflow_id) is State.EXPIRED, ward.last(workflow_id)
    assert not touched(ward.effects())


@when_long
def test_a_freeze_holds_an_approved_patch_back(ward: Ward, plans: Drawn) -> None:
    now = datetime.now(UTC)
    freeze = {"name": "peak", "start": now.isoformat(), "end": (now + timedelta(hours=1)).isoformat()}
    issued = plans.cut(DB_1)
    with ward.bot(SRE_POLICY=json.dumps({**POLICY, "freezes": [freeze]})):
        workflow_id = ward.approved(issued)
        ward.slack.until(lambda: "Changes are frozen" in ward.thread())
        assert ward.state(workflow_id) is State.APPROVED
    assert not touched(ward.effects())
