"""The fifteen classes of CIS section 5."""

from typing import Any

import pytest

from core.drift import ChangeClass, classes_of
from tests.core.drift.records import PEOPLE, record

ROOT = {"type": "Root", "arn": "arn:aws:iam::210987654321:root"}


@pytest.mark.parametrize(
    ("event", "classes"),
    [
        (record("ec2:RunInstances", {}, errorCode="Client.UnauthorizedOperation"), ["CIS 5.1"]),
        (
            record(
                "signin:ConsoleLogin",
                responseElements={"ConsoleLogin": "Success"},
                additionalEventData={"MFAUsed": "No"},
            ),
            ["CIS 5.2"],
        ),
        (
            record(
                "signin:ConsoleLogin",
                responseElements={"ConsoleLogin": "Success"},
                additionalEventData={"MFAUsed": "Yes"},
            ),
            [],
        ),
        (
            record(
                "signin:ConsoleLogin",
                userIdentity=PEOPLE | {"type": "AssumedRole"},
                responseElements={"ConsoleLogin": "Success"},
                additionalEventData={"MFAUsed": "No"},
            ),
            [],
        ),
        (record("ec2:DescribeInstances", userIdentity=ROOT), ["CIS 5.3"]),
        (record("iam:PutRolePolicy", {}), ["CIS 5.4"]),
        (record("cloudtrail:StopLogging", {}), ["CIS 5.5"]),
        (record("signin:ConsoleLogin", responseElements={"ConsoleLogin": "Failure"}), ["CIS 5.6"]),
        (record("kms:ScheduleKeyDeletion", {}), ["CIS 5.7"]),
        (record("s3:PutBucketPolicy", {}), ["CIS 5.8"]),
        (record("config:StopConfigurationRecorder", {}), ["CIS 5.9"]),
        (record("ec2:AuthorizeSecurityGroupIngress", {}), ["CIS 5.10"]),
        (record("ec2:CreateNetworkAclEntry", {}), ["CIS 5.11"]),
        (record("ec2:AttachInternetGateway", {}), ["CIS 5.12"]),
        (record("ec2:ReplaceRoute", {}), ["CIS 5.13"]),
        (record("ec2:AcceptVpcPeeringConnection", {}), ["CIS 5.14"]),
        (record("organizations:LeaveOrganization", {}), ["CIS 5.15"]),
        (record("s3:GetObject", {}), []),
    ],
)
def test_each_class_holds_what_cis_wants_watched(event: dict[str, Any], classes: list[str]) -> None:
    assert list(classes_of(event)) == classes


def test_there_are_fifteen_and_each_says_what_it_holds() -> None:
    assert [one.value for one in ChangeClass] == [f"CIS 5.{number}" for number in range(1, 16)]
    assert all(one.about for one in ChangeClass)
