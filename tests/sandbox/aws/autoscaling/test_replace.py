from tests.sandbox.aws.clients import until
from tests.sandbox.aws.lively import WEB_1, WEB_2, Lively, refusal


def members(lively: Lively) -> dict[str, str]:
    found = lively.asg.describe_auto_scaling_instances()["AutoScalingInstances"]
    return {each["InstanceId"]: each["HealthStatus"] for each in found}


def test_a_machine_that_stops_in_service_is_terminated_and_replaced(lively: Lively) -> None:
    lively.ec2.stop_instances(InstanceIds=[WEB_2])
    until(lambda: lively.effects("autoscaling terminate") == {WEB_2: 1})
    until(lambda: len(members(lively)) == 2)
    assert lively.machine(WEB_2)["State"]["Name"] == "terminated"
    activities = lively.asg.describe_scaling_activities(AutoScalingGroupName="web-prod")["Activities"]
    assert {each["Description"].partition(":")[0] for each in activities} == {
        "Launching a new EC2 instance",
        "Terminating EC2 instance",
    }


def test_a_machine_that_stops_in_standby_is_left_alone(lively: Lively) -> None:
    asked = {"InstanceIds": [WEB_1], "AutoScalingGroupName": "web-prod", "ShouldDecrementDesiredCapacity": True}
    lively.asg.enter_standby(**asked)
    lively.stop(WEB_1)
    lively.ec2.stop_instances(InstanceIds=[WEB_2])
    until(lambda: lively.effects("autoscaling terminate") == {WEB_2: 1})
    assert lively.machine(WEB_1)["State"]["Name"] == "stopped"


def test_a_suspended_process_waits_until_it_is_resumed(lively: Lively) -> None:
    only = {"AutoScalingGroupName": "web-prod", "ScalingProcesses": ["Terminate"]}
    lively.asg.suspend_processes(**only)
    [group] = lively.asg.describe_auto_scaling_groups()["AutoScalingGroups"]
    assert [each["ProcessName"] for each in group["SuspendedProcesses"]] == ["Terminate"]
    lively.ec2.stop_instances(InstanceIds=[WEB_2])
    until(lambda: members(lively)[WEB_2] == "UNHEALTHY")
    assert lively.effects("autoscaling terminate") == {}
    lively.asg.resume_processes(AutoScalingGroupName="web-prod")
    assert lively.effects("autoscaling terminate") == {WEB_2: 1}


def test_a_process_that_does_not_exist_is_refused(lively: Lively) -> None:
    asked = {"AutoScalingGroupName": "web-prod", "ScalingProcesses": ["Sleep"]}
    assert refusal(lively.asg.suspend_processes, **asked) == "ValidationError"
