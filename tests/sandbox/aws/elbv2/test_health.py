from tests.sandbox.aws.clients import until
from tests.sandbox.aws.lively import API_1, Lively


def health(lively: Lively) -> tuple[str, str]:
    [group] = lively.elb.describe_target_groups(Names=["api"])["TargetGroups"]
    asked = {"TargetGroupArn": group["TargetGroupArn"], "Targets": [{"Id": API_1}]}
    [found] = lively.elb.describe_target_health(**asked)["TargetHealthDescriptions"]
    return found["TargetHealth"]["State"], found["TargetHealth"].get("Reason", "")


def test_the_targets_of_the_seed_are_healthy(lively: Lively) -> None:
    assert health(lively) == ("healthy", "")


def test_a_booting_machine_times_out_and_has_to_pass_several_checks(lively: Lively) -> None:
    lively.trouble(API_1, boot_s=200)
    lively.ec2.reboot_instances(InstanceIds=[API_1])
    until(lambda: health(lively) == ("unhealthy", "Target.Timeout"))
    until(lambda: health(lively) == ("unhealthy", "Target.FailedHealthChecks"))
    until(lambda: health(lively) == ("healthy", ""))


def test_a_patch_that_breaks_the_service_is_seen_by_the_load_balancer_and_an_alarm(lively: Lively) -> None:
    lively.trouble(API_1, breaks_service=True)
    lively.ssm.send_command(
        DocumentName="AWS-RunPatchBaseline", InstanceIds=[API_1], Parameters={"Operation": ["Install"]}
    )
    until(lambda: health(lively) == ("unhealthy", "Target.ResponseCodeMismatch"))
    alarms = lively.client("cloudwatch").describe_alarms
    until(lambda: [each["AlarmName"] for each in alarms(StateValue="ALARM")["MetricAlarms"]] == ["api-1-errors"])
