from typing import Any

import boto3

from tests.sandbox.aws.clients import Boto, Clients


def test_inspector_is_on_for_machines_here(inspector: Boto) -> None:
    (own,) = inspector.batch_get_account_status()["accounts"]
    assert own["accountId"] == "123456789012"
    assert own["resourceState"]["ec2"]["status"] == "ENABLED"
    assert own["resourceState"]["ecr"]["status"] == "DISABLED"


def test_inspector_is_off_elsewhere(client: Clients) -> None:
    (own,) = client("inspector2", region="eu-west-1").batch_get_account_status()["accounts"]
    assert own["state"]["status"] == "DISABLED"


def test_inspector_is_off_in_an_account_that_is_entered_by_a_role(aws_url: str, client: Clients) -> None:
    role = "arn:aws:iam::210987654321:role/reader"
    keys = client("sts").assume_role(RoleArn=role, RoleSessionName="reading")["Credentials"]
    make: Any = boto3.client
    there: Boto = make(
        "inspector2",
        region_name="us-west-2",
        endpoint_url=aws_url,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    (own,) = there.batch_get_account_status()["accounts"]
    assert (own["accountId"], own["state"]["status"]) == ("210987654321", "DISABLED")
    assert there.list_findings()["findings"] == []


def test_the_state_of_another_account_is_denied(inspector: Boto) -> None:
    answer = inspector.batch_get_account_status(accountIds=["123456789012", "210987654321"])
    assert [one["accountId"] for one in answer["accounts"]] == ["123456789012"]
    assert [one["errorCode"] for one in answer["failedAccounts"]] == ["ACCESS_DENIED"]


def test_machines_are_scanned_through_their_agent(inspector: Boto) -> None:
    state = inspector.get_configuration()["ec2Configuration"]["scanModeState"]
    assert state == {"scanMode": "EC2_SSM_AGENT_BASED", "scanModeStatus": "SUCCESS"}
