"""How old a signature may be."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.aws.call import Call
from sandbox.aws.errors import AwsError
from sandbox.aws.signature import LIFE_S, check_age
from tests.sandbox.aws.lively import API_1, Lively, refusal


def call(service: str) -> Call:
    return Call(service, "Any", "json", "us-west-2", "AKIA")


def signed(seconds_ago: float) -> dict[str, str]:
    return {"HTTP_X_AMZ_DATE": f"{datetime.now(UTC) - timedelta(seconds=seconds_ago):%Y%m%dT%H%M%SZ}"}


@pytest.mark.parametrize(("service", "ago"), [("ec2", 0), ("ec2", 290), ("ec2", -290), ("s3", 890)])
def test_a_fresh_signature_is_taken(service: str, ago: float) -> None:
    check_age(signed(ago), call(service), LIFE_S)


@pytest.mark.parametrize(("service", "ago"), [("ec2", 310), ("ssm", 310), ("ssm", -310), ("s3", 910)])
def test_an_old_one_is_not(service: str, ago: float) -> None:
    with pytest.raises(AwsError, match="Signature expired"):
        check_age(signed(ago), call(service), LIFE_S)


def test_what_is_no_time_is_refused_and_what_bears_none_is_not_looked_at() -> None:
    with pytest.raises(AwsError, match="ISO-8601"):
        check_age({"HTTP_X_AMZ_DATE": "yesterday"}, call("ec2"), LIFE_S)
    check_age({}, call("ec2"), LIFE_S)


def test_nothing_is_done_by_a_request_that_was_signed_too_long_ago(lively: Lively) -> None:
    lively.control("POST", "guard", {"signature_life_s": 1e-9})
    assert refusal(lively.ec2.reboot_instances, InstanceIds=[API_1]) == "RequestExpired"
    command = {"DocumentName": "AWS-RunPatchBaseline", "InstanceIds": [API_1]}
    assert refusal(lively.ssm.send_command, **command) == "InvalidSignatureException"
    standby = {"AutoScalingGroupName": "web-prod", "InstanceIds": [API_1], "ShouldDecrementDesiredCapacity": True}
    assert refusal(lively.asg.enter_standby, **standby) == "SignatureDoesNotMatch"
    assert lively.control("GET", "effects")["effects"] == {}
