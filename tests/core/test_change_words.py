from datetime import UTC, datetime

import pytest

from core.change_words import words
from core.trail import Record

ID = "i-0d70ac4ed9328e728"
SSH_FROM_ANYWHERE = {
    "ipPermissions": {"items": [{"fromPort": 22, "toPort": 22, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}]}
}


def said(name: str, request: object = None, source: str = "ec2", resources: tuple[str, ...] = (ID,)) -> str:
    at = datetime(2026, 11, 18, tzinfo=UTC)
    return words(Record(at, source, name, "rita", "", False, False, resources, request), ID)  # noqa: FBT003  a record


@pytest.mark.parametrize(
    ("name", "request_", "sentence"),
    [
        ("RebootInstances", None, "The instance was rebooted"),
        (
            "ModifyInstanceAttribute",
            {"instanceType": {"value": "c6i.xlarge"}},
            "The instance type was changed to c6i.xlarge",
        ),
        ("ModifyInstanceAttribute", {"groupSet": {"items": [{}]}}, "The security groups of the instance were changed"),
        ("ModifyInstanceAttribute", {"ebsOptimized": True}, "An attribute of the instance was changed"),
        ("AuthorizeSecurityGroupIngress", SSH_FROM_ANYWHERE, "A security group was opened: port 22 from 0.0.0.0/0"),
        ("AuthorizeSecurityGroupIngress", {"ipPermissions": 7}, "A security group was opened for incoming traffic"),
        (
            "SendCommand",
            {"documentName": "AWS-RunShellScript", "comment": "Restart shop-api"},
            "AWS-RunShellScript was run (“Restart shop-api”)",
        ),
        (
            "SendCommand",
            {"documentName": "AWS-RunPatchBaseline"},
            "AWS-RunPatchBaseline was run: a scan or an installation of patches",
        ),
        (
            "CreateDeployment",
            {"applicationName": "shop-web", "deploymentGroupName": "web-prod"},
            "CodeDeploy deployment of shop-web to web-prod",
        ),
        ("CreateDeployment", None, "CodeDeploy deployment of an application"),
    ],
)
def test_an_event_is_said_in_one_sentence(name: str, request_: object, sentence: str) -> None:
    assert said(name, request_) == sentence


def test_an_unknown_event_is_said_in_the_words_of_the_service() -> None:
    assert said("EnableVgwRoutePropagation") == "ec2 was asked to enable vgw route propagation"
    assert said("AssociateIPAMByoasn", resources=(ID, "ipam-1")) == "ec2 was asked to associate IPAM byoasn (ipam-1)"
