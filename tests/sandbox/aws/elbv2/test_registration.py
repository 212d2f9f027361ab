import pytest

from tests.sandbox.aws.clients import Json, until
from tests.sandbox.aws.lively import DB_1, WEB_3, Lively, refusal


@pytest.fixture
def group(lively: Lively) -> str:
    return str(lively.elb.describe_target_groups(Names=["web"])["TargetGroups"][0]["TargetGroupArn"])


def health(lively: Lively, group: str, instance_id: str) -> tuple[str, str]:
    asked = {"TargetGroupArn": group, "Targets": [{"Id": instance_id}]}
    [found] = lively.elb.describe_target_health(**asked)["TargetHealthDescriptions"]
    return found["TargetHealth"]["State"], found["TargetHealth"].get("Reason", "")


def listed(lively: Lively, group: str) -> set[str]:
    found = lively.elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    return {each["Target"]["Id"] for each in found}


def test_a_deregistered_target_is_drained_and_then_gone(lively: Lively, group: str) -> None:
    lively.elb.deregister_targets(TargetGroupArn=group, Targets=[{"Id": WEB_3}])
    assert health(lively, group, WEB_3) == ("draining", "Target.DeregistrationInProgress")
    assert WEB_3 in listed(lively, group)
    until(lambda: WEB_3 not in listed(lively, group))
    assert health(lively, group, WEB_3) == ("unused", "Target.NotRegistered")


def test_a_target_registered_while_it_drains_is_checked_anew(lively: Lively, group: str) -> None:
    lively.elb.deregister_targets(TargetGroupArn=group, Targets=[{"Id": WEB_3}])
    lively.elb.register_targets(TargetGroupArn=group, Targets=[{"Id": WEB_3}])
    assert health(lively, group, WEB_3)[0] == "initial"
    until(lambda: health(lively, group, WEB_3) == ("healthy", ""))


def test_what_is_done_already_is_no_further_effect(lively: Lively, group: str) -> None:
    lively.elb.register_targets(TargetGroupArn=group, Targets=[{"Id": WEB_3}])
    lively.elb.deregister_targets(TargetGroupArn=group, Targets=[{"Id": DB_1}])
    assert lively.effects("elbv2:RegisterTargets") == lively.effects("elbv2:DeregisterTargets") == {}


def test_a_stopped_machine_is_not_registered_and_its_target_unused(lively: Lively, group: str) -> None:
    lively.stop(WEB_3)
    assert health(lively, group, WEB_3) == ("unused", "Target.InvalidState")
    asked = {"TargetGroupArn": group, "Targets": [{"Id": WEB_3}]}
    assert refusal(lively.elb.register_targets, **asked) == "InvalidTarget"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"Targets": [{"Id": "i-0123456789abcdef0"}]}, "InvalidTarget"),
        ({"TargetGroupArn": "arn:nothing", "Targets": [{"Id": WEB_3}]}, "TargetGroupNotFound"),
    ],
)
def test_what_does_not_exist_is_refused(lively: Lively, group: str, asked: Json, code: str) -> None:
    assert refusal(lively.elb.register_targets, **{"TargetGroupArn": group, **asked}) == code
