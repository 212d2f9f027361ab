import pytest

from tests.sandbox.aws.clients import Json, until
from tests.sandbox.aws.lively import DB_1, WEB_1, WEB_2, Lively, refusal

GROUP = {"AutoScalingGroupName": "web-prod"}


def group(lively: Lively) -> Json:
    [found] = lively.asg.describe_auto_scaling_groups(AutoScalingGroupNames=["web-prod"])["AutoScalingGroups"]
    return dict(found)


def state(lively: Lively, instance_id: str) -> str:
    [found] = lively.asg.describe_auto_scaling_instances(InstanceIds=[instance_id])["AutoScalingInstances"]
    return str(found["LifecycleState"])


def targets(lively: Lively) -> dict[str, str]:
    [arn] = group(lively)["TargetGroupARNs"]
    found = lively.elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    return {each["Target"]["Id"]: each["TargetHealth"]["State"] for each in found}


def enter(lively: Lively, instance_id: str) -> None:
    lively.asg.enter_standby(InstanceIds=[instance_id], **GROUP, ShouldDecrementDesiredCapacity=True)
    until(lambda: state(lively, instance_id) == "Standby")


def test_a_machine_is_drained_before_it_stands_by(lively: Lively) -> None:
    asked = {"InstanceIds": [WEB_1], **GROUP, "ShouldDecrementDesiredCapacity": True}
    [activity] = lively.asg.enter_standby(**asked)["Activities"]
    assert (activity["StatusCode"], group(lively)["DesiredCapacity"]) == ("InProgress", 1)
    assert (state(lively, WEB_1), targets(lively)[WEB_1]) == ("EnteringStandby", "draining")
    until(lambda: state(lively, WEB_1) == "Standby")
    assert WEB_1 not in targets(lively)


def test_it_comes_back_into_service_and_is_registered_again(lively: Lively) -> None:
    enter(lively, WEB_1)
    lively.asg.exit_standby(InstanceIds=[WEB_1], **GROUP)
    assert (state(lively, WEB_1), group(lively)["DesiredCapacity"]) == ("Pending", 2)
    until(lambda: state(lively, WEB_1) == "InService")
    until(lambda: targets(lively).get(WEB_1) == "healthy")


def test_the_same_again_is_refused(lively: Lively) -> None:
    enter(lively, WEB_1)
    again = {"InstanceIds": [WEB_1], **GROUP, "ShouldDecrementDesiredCapacity": True}
    assert refusal(lively.asg.enter_standby, **again) == "ValidationError"
    assert lively.effects("autoscaling:EnterStandby") == {WEB_1: 1}
    assert refusal(lively.asg.exit_standby, InstanceIds=[WEB_2], **GROUP) == "ValidationError"


def test_a_group_does_not_shrink_below_its_least_size(lively: Lively) -> None:
    enter(lively, WEB_1)
    last = {"InstanceIds": [WEB_2], **GROUP, "ShouldDecrementDesiredCapacity": True}
    assert refusal(lively.asg.enter_standby, **last) == "ValidationError"


def test_without_a_decrement_another_machine_is_launched(lively: Lively) -> None:
    lively.asg.enter_standby(InstanceIds=[WEB_1], **GROUP, ShouldDecrementDesiredCapacity=False)
    until(lambda: len(group(lively)["Instances"]) == 3)
    assert group(lively)["DesiredCapacity"] == 2
    assert lively.effects("autoscaling launch") == {"web-prod": 1}


@pytest.mark.parametrize("changes", [{"InstanceIds": [DB_1]}, {"InstanceIds": []}, {"AutoScalingGroupName": "none"}])
def test_what_is_not_of_the_group_is_refused(lively: Lively, changes: Json) -> None:
    asked = {"InstanceIds": [WEB_1], **GROUP, "ShouldDecrementDesiredCapacity": True, **changes}
    assert refusal(lively.asg.enter_standby, **asked) == "ValidationError"
