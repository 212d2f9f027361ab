import json
from urllib.error import HTTPError

import pytest

from tests.sandbox.aws.clients import Json, until
from tests.sandbox.aws.lively import API_1, WEB_1, Lively, refusal

ROLE = "arn:aws:iam::123456789012:role/SRE-Change"


def session(lively: Lively, role: str = ROLE) -> Json:
    asked = {"RoleArn": role, "RoleSessionName": "U024BE7LH.run-1"}
    keys: Json = lively.client("sts").assume_role(**asked)["Credentials"]
    return keys


@pytest.fixture
def guarded(lively: Lively) -> Lively:
    lively.control("POST", "guard", {"change_role": "SRE-Change"})
    return lively


def test_the_role_that_reads_changes_nothing(guarded: Lively) -> None:
    wanted = {"InstanceId": API_1}
    assert refusal(guarded.ec2.create_snapshots, InstanceSpecification=wanted) == "UnauthorizedOperation"
    command = {"DocumentName": "AWS-RunPatchBaseline", "InstanceIds": [API_1]}
    assert refusal(guarded.ssm.send_command, **command) == "AccessDeniedException"
    standby = {"AutoScalingGroupName": "web-prod", "InstanceIds": [WEB_1], "ShouldDecrementDesiredCapacity": True}
    assert refusal(guarded.asg.enter_standby, **standby) == "AccessDenied"
    assert guarded.control("GET", "effects")["effects"] == {}
    assert guarded.ec2.describe_instance_status()["InstanceStatuses"]


def test_another_role_changes_nothing_either(guarded: Lively) -> None:
    other = guarded.client("ec2", session(guarded, "arn:aws:iam::123456789012:role/SRE-Read"))
    assert refusal(other.reboot_instances, InstanceIds=[API_1]) == "UnauthorizedOperation"


def test_the_change_role_changes_and_the_trail_tells_its_session(guarded: Lively) -> None:
    guarded.client("ec2", session(guarded)).reboot_instances(InstanceIds=[API_1])
    named = [{"AttributeKey": "EventName", "AttributeValue": "RebootInstances"}]
    trail = guarded.client("cloudtrail")

    def told() -> list[Json]:
        events: list[Json] = trail.lookup_events(LookupAttributes=named)["Events"]
        return [each for each in events if each["Username"] == "U024BE7LH.run-1"]

    until(lambda: bool(told()), every_s=0.6)  # twice a second is what CloudTrail allows
    [found] = told()
    event = json.loads(found["CloudTrailEvent"])
    assert event["userIdentity"]["sessionContext"]["sessionIssuer"]["userName"] == "SRE-Change"


def test_even_the_change_role_terminates_nothing_and_gets_no_shell(guarded: Lively) -> None:
    keys = session(guarded)
    assert refusal(guarded.client("ec2", keys).terminate_instances, InstanceIds=[API_1]) == "UnauthorizedOperation"
    shell = {"DocumentName": "AWS-RunShellScript", "InstanceIds": [API_1], "Parameters": {"commands": ["id"]}}
    assert refusal(guarded.client("ssm", keys).send_command, **shell) == "AccessDeniedException"


def test_a_session_name_is_what_sts_takes(lively: Lively) -> None:
    asked = {"RoleArn": ROLE, "RoleSessionName": "two words"}
    assert refusal(lively.client("sts").assume_role, **asked) == "ValidationError"


def test_without_rules_everybody_may(guarded: Lively) -> None:
    guarded.control("DELETE", "guard")
    guarded.ec2.reboot_instances(InstanceIds=[API_1])
    assert guarded.effects("ec2:RebootInstances") == {API_1: 1}


def test_rules_that_mean_nothing_are_refused(lively: Lively) -> None:
    with pytest.raises(HTTPError) as caught:
        lively.control("POST", "guard", {"role": "SRE-Change"})
    assert caught.value.code == 400
    caught.value.close()
