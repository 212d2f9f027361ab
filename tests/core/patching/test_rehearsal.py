from core.patching.plan import Reboot
from core.patching.rehearsal import rehearse, way_back
from tests.core.patching.examples import plan, planned_machine

GROUP = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/web/0123456789abcdef"


def calls(**more: object) -> list[str]:
    return [each.call for each in rehearse(plan(**more)) if each.machine == "web-1"]


def test_every_change_is_told_in_its_order() -> None:
    assert calls() == [
        "ec2:CreateSnapshots",
        "s3:PutObject",
        "ssm:SendCommand",
        "ec2:RebootInstances",
        "ssm:SendCommand",
        "ssm:StartAssociationsOnce",
    ]


def test_a_machine_with_traffic_is_drained_first_and_gets_it_back_last() -> None:
    machine = planned_machine(target_group_arns=(GROUP,), auto_scaling_group="web-asg")
    told = calls(machines=(machine,), waves=plan().waves[:1])
    assert told[:2] == ["autoscaling:EnterStandby", "elasticloadbalancing:DeregisterTargets"]
    assert told[-3:-1] == ["elasticloadbalancing:RegisterTargets", "autoscaling:ExitStandby"]


def test_a_plan_without_reboots_makes_none() -> None:
    assert "ec2:RebootInstances" not in calls(reboot=Reboot.NEVER)


def test_waves_come_one_after_the_other_and_name_what_is_installed() -> None:
    told = rehearse(plan())
    assert [each.machine for each in told] == ["web-1"] * 6 + ["web-2"] * 6
    assert "only openssl.x86_64" in told[2].what


def test_the_way_back_is_told_only_where_it_was_approved() -> None:
    assert len(way_back(plan())) == 5
    assert way_back(plan(rollback_approved=False)) == (
        "Nothing is undone by itself: the patch stops, and a person decides.",
    )
