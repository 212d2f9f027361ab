from core.patching.rehearsal_back import rehearse_back
from core.patching.undoing import PACKAGES
from tests.core.patching.examples import plan, planned_machine
from tests.core.patching.ways_back import drill, rollback, undoing

ARN = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/web/50dc6c495c0c9188"


def test_the_root_volume_is_replaced_and_swapped_only_where_ec2_refuses_that() -> None:
    told = rehearse_back(rollback())
    assert (told[0].call, told[0].only_if) == ("ec2:CreateReplaceRootVolumeTask", "")
    assert "snap-1" in told[0].what
    assert {each.call for each in told if "refuses" in each.only_if} >= {"ec2:StopInstances", "ec2:DetachVolume"}


def test_a_transaction_is_undone_first_where_that_is_the_way() -> None:
    facts = {**undoing().facts, "way": PACKAGES, "transaction_after": "12"}
    first, second, *_ = rehearse_back(rollback(undoes=undoing(way=PACKAGES, facts=facts)))
    assert (first.call, first.only_if) == ("ssm:SendCommand", "")
    assert "exactly transaction 12" in first.what
    assert second.only_if == "the package transaction cannot be undone"


def test_traffic_is_taken_away_first_and_given_back_last() -> None:
    serving = planned_machine(target_group_arns=(ARN,), auto_scaling_group="web")
    calls = [each.call for each in rehearse_back(rollback(machines=(serving,)))]
    assert calls[:2] == ["autoscaling:EnterStandby", "elasticloadbalancing:DeregisterTargets"]
    assert calls[-4:-2] == ["elasticloadbalancing:RegisterTargets", "autoscaling:ExitStandby"]


def test_a_drill_makes_its_own_backup_and_installs_nothing() -> None:
    told = rehearse_back(drill())
    assert told[0].call == "ec2:CreateSnapshots"
    assert "the snapshot taken just before" in told[1].what
    assert not any("RunPatchBaseline" in each.what for each in told)


def test_a_patch_is_no_way_back() -> None:
    assert rehearse_back(plan()) == ()
