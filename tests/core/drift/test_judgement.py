"""What events of CloudTrail changed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.drift import Area, ChangeClass, Compliance, ConfigChange, judge_change
from core.drift.areas import AREAS
from core.drift.controls import CONTROLS
from core.drift.judgement import _READS
from core.findings import Severity
from tests.core.drift.records import ACCOUNT, OTHER, allowing, record

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
BLOCKED = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


def change(call: str, request: object = None, **more: object) -> ConfigChange:
    judged = judge_change(record(call, request, **more))
    assert judged
    return judged


def shared(call: str, permission: str, verb: str, **who: str) -> dict[str, Any]:
    return record(call, {"snapshotId": "snap-1", "imageId": "ami-1", permission: {verb: {"items": [who]}}})


@pytest.mark.parametrize(
    ("event", "severity"),
    [
        (record("iam:AttachUserPolicy", {"userName": "eve", "policyArn": ADMIN}), "high"),
        (
            record("iam:AttachRolePolicy", {"roleName": "ro", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}),
            "low",
        ),
        (
            record(
                "iam:PutRolePolicy",
                {"roleName": "r", "policyName": "p", "policyDocument": json.dumps(allowing(None, "*"))},
            ),
            "high",
        ),
        (
            record(
                "iam:PutRolePolicy", {"roleName": "r", "policyName": "p", "policyDocument": json.dumps(allowing(None))}
            ),
            "low",
        ),
        (record("iam:PutUserPolicy", {"userName": "u", "policyName": "p", "policyDocument": "no policy"}), "medium"),
        (
            record(
                "iam:UpdateAssumeRolePolicy", {"roleName": "r", "policyDocument": json.dumps(allowing({"AWS": OTHER}))}
            ),
            "high",
        ),
        (
            record("iam:UpdateAssumeRolePolicy", {"roleName": "r", "policyDocument": json.dumps(allowing("*"))}),
            "critical",
        ),
        (record("iam:CreateAccessKey", {"userName": "dana"}), "low"),
        (record("iam:CreateAccessKey", {"userName": "sam"}), "medium"),
        (record("iam:DeactivateMFADevice", {"userName": "dana"}), "high"),
        (record("organizations:LeaveOrganization"), "critical"),
        (record("s3:PutBucketPolicy", {"bucketName": "b", "bucketPolicy": allowing("*")}), "critical"),
        (record("s3:PutBucketPolicy", {"bucketName": "b", "bucketPolicy": allowing({"AWS": OTHER})}), "high"),
        (record("s3:PutBucketPolicy", {"bucketName": "b", "bucketPolicy": allowing({"AWS": ACCOUNT})}), "low"),
        (record("s3:PutBucketAcl", {"bucketName": "b", "x-amz-acl": ["public-read-write"]}), "critical"),
        (record("s3:PutBucketAcl", {"bucketName": "b", "x-amz-acl": "public-read"}), "high"),
        (record("s3:DeleteBucketPublicAccessBlock", {"bucketName": "b"}), "high"),
        (shared("ec2:ModifySnapshotAttribute", "createVolumePermission", "add", group="all"), "critical"),
        (shared("ec2:ModifyImageAttribute", "launchPermission", "add", userId=OTHER), "high"),
        (record("rds:ModifyDBSnapshotAttribute", {"dBSnapshotIdentifier": "s", "valuesToAdd": ["all"]}), "critical"),
        (record("ec2:ModifyInstanceMetadataOptions", {"instanceId": "i-1", "httpTokens": "optional"}), "high"),
        (record("ec2:AssociateAddress", {"instanceId": "i-1"}), "medium"),
        (record("ec2:ModifyInstanceAttribute", {"instanceId": "i-1", "userData": "<hidden>"}), "high"),
        (record("kms:ScheduleKeyDeletion", {"keyId": "k", "pendingWindowInDays": 7}), "critical"),
        (record("kms:PutKeyPolicy", {"keyId": "k", "policy": json.dumps(allowing({"AWS": "*"}, "kms:*"))}), "critical"),
        (record("cloudtrail:StopLogging", {"name": "t"}), "critical"),
        (record("cloudtrail:UpdateTrail", {"name": "t", "isMultiRegionTrail": False}), "high"),
        (record("cloudtrail:PutEventSelectors", {"eventSelectors": [{"readWriteType": "ReadOnly"}]}), "high"),
        (record("guardduty:UpdateDetector", {"detectorId": "d", "enable": False}), "critical"),
        (record("ec2:DeleteFlowLogs", {}), "high"),
        (
            record(
                "ec2:CreateRoute", {"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}
            ),
            "medium",
        ),
        (record("lambda:AddPermission20150331v2", {"functionName": "f", "principal": "*"}), "critical"),
        (record("lambda:AddPermission20150331v2", {"functionName": "f", "principal": "s3.amazonaws.com"}), "low"),
        (record("rds:ModifyDBInstance", {"dBInstanceIdentifier": "d", "publiclyAccessible": True}), "high"),
        (
            record("eks:UpdateClusterConfig", {"name": "c", "resourcesVpcConfig": {"endpointPublicAccess": True}}),
            "high",
        ),
    ],
)
def test_a_change_is_as_bad_as_what_it_does(event: dict[str, Any], severity: str) -> None:
    judged = judge_change(event)
    assert judged
    assert judged.severity == severity
    assert not judged.good_news


@pytest.mark.parametrize(
    "event",
    [
        record("s3:PutBucketPublicAccessBlock", {"bucketName": "b", "PublicAccessBlockConfiguration": BLOCKED}),
        shared("ec2:ModifySnapshotAttribute", "createVolumePermission", "remove", group="all"),
        record("ec2:ModifyInstanceMetadataOptions", {"instanceId": "i-1", "httpTokens": "required"}),
        record("cloudtrail:StartLogging", {"name": "t"}),
        record("kms:CancelKeyDeletion", {"keyId": "k"}),
        record("iam:DetachUserPolicy", {"userName": "eve", "policyArn": ADMIN}),
        record("rds:ModifyDBInstance", {"dBInstanceIdentifier": "d", "publiclyAccessible": False}),
        record("ec2:EnableEbsEncryptionByDefault", {}),
    ],
)
def test_what_makes_something_safer_is_good_news(event: dict[str, Any]) -> None:
    judged = judge_change(event)
    assert judged
    assert judged.good_news
    assert judged.severity is Severity.INFORMATIONAL


def test_a_change_tells_who_from_where_when_and_what() -> None:
    judged = change("s3:DeleteBucketPublicAccessBlock", {"bucketName": "invoices"})
    assert (judged.who, judged.source_ip, judged.resource) == ("dana", "203.0.113.40", "invoices")
    assert (judged.before, judged.after, judged.area) == ("blocked", "not blocked", Area.STORAGE)
    assert judged.at
    assert judged.at.hour == 8
    assert judged.controls == ("CIS 5.8", "FSBP S3.8")
    assert [(one.control, one.state) for one in judged.compliance] == [("FSBP S3.8", Compliance.NON_COMPLIANT)]


def test_a_security_group_is_told_with_its_rules_and_controls() -> None:
    rule = {"ipProtocol": "tcp", "fromPort": 3389, "toPort": 3389, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}
    request = {"groupId": "sg-1", "ipPermissions": {"items": [rule]}}
    judged = change("ec2:AuthorizeSecurityGroupIngress", request)
    assert judged.what == "Security group sg-1 was opened: tcp 3389 (RDP) from the whole internet (0.0.0.0/0)"
    assert {"CIS 5.10", "CIS 6.3", "FSBP EC2.14"} <= set(judged.controls)
    closed = change("ec2:RevokeSecurityGroupIngress", request)
    assert closed.good_news
    assert {one.state for one in closed.compliance} == {Compliance.UNKNOWN}


@pytest.mark.parametrize(
    ("told", "outcome", "severity"),
    [
        ({"errorCode": "AccessDenied"}, "denied", "medium"),
        ({"errorCode": "Client.DryRunOperation"}, "dry run", "low"),
        ({"errorCode": "TrailNotFoundException"}, "failed", "informational"),
    ],
)
def test_what_was_not_carried_out_says_so_and_changes_no_control(
    told: dict[str, str], outcome: str, severity: str
) -> None:
    judged = change("cloudtrail:StopLogging", {"name": "t"}, **told)
    assert (judged.outcome, judged.severity, judged.compliance) == (outcome, severity, ())
    assert judged.after == f"nothing changed ({outcome})"


@pytest.mark.parametrize(
    ("agent", "tool"),
    [
        ("APN/1.0 HashiCorp/1.0 Terraform/1.9.5 aws-sdk-go-v2", "Terraform"),
        ("cloudformation.amazonaws.com", "CloudFormation"),
        ("Mozilla/5.0", ""),
    ],
)
def test_tools_are_named_and_clear_nobody(agent: str, tool: str) -> None:
    judged = change("cloudtrail:StopLogging", {"name": "t"}, userAgent=agent)
    assert (judged.tool, judged.severity) == (tool, Severity.CRITICAL)


def test_only_the_ways_in_that_are_open_break_the_controls_of_buckets() -> None:
    reading = change("s3:PutBucketPolicy", {"bucketName": "b", "bucketPolicy": allowing("*")})
    writing = change("s3:PutBucketPolicy", {"bucketName": "b", "bucketPolicy": allowing("*", "s3:PutObject")})
    assert [one.control for one in reading.compliance] == ["FSBP S3.2"]
    assert [one.control for one in writing.compliance] == ["FSBP S3.3"]


def test_grants_to_everybody_open_a_bucket() -> None:
    grant = {"Grantee": {"xsi:type": "Group", "URI": ALL_USERS}, "Permission": "READ"}
    request = {"bucketName": "b", "AccessControlPolicy": {"AccessControlList": {"Grant": [grant]}}}
    assert change("s3:PutBucketAcl", request).after == "everybody may read"


@pytest.mark.parametrize("call", ["ec2:DescribeInstances", "s3:GetObject", "sts:AssumeRole", "iam:ListUsers"])
def test_what_changes_nothing_is_no_change(call: str) -> None:
    assert judge_change(record(call, {})) is None


def test_a_thing_is_called_by_its_name_and_kept_by_its_arn() -> None:
    arn = f"arn:aws:cloudtrail:eu-central-1:{ACCOUNT}:trail/audit"
    judged = change("cloudtrail:StopLogging", {"name": arn})
    assert (judged.what, judged.resource) == ("Trail audit no longer records", arn)


def test_a_change_by_the_root_user_belongs_to_that_class_too() -> None:
    judged = change(
        "kms:DisableKey", {"keyId": "k"}, userIdentity={"type": "Root", "arn": f"arn:aws:iam::{ACCOUNT}:root"}
    )
    assert judged.classes == (ChangeClass.ROOT_USE, ChangeClass.KEY_REMOVAL)


def test_no_call_that_is_judged_sounds_like_one_that_only_reads() -> None:
    assert not [call for call in CALLS if call.partition(":")[2].startswith(_READS)]


def test_every_control_that_is_named_is_known() -> None:
    named = {
        control
        for one in AREAS
        for plain in one.plain.values()
        for control in (*plain.breaks, *plain.meets, *plain.touches)
    }
    assert named <= CONTROLS.keys()


CALLS = sorted({*(call for one in AREAS for call in (*one.plain, *one.read)), "ec2:ModifySecurityGroupRules"})
NAMES = [
    *("policyDocument", "bucketPolicy", "policy", "add", "remove", "items", "group", "userId", "principal", "status"),
    *(
        "eventSelectors",
        "publiclyAccessible",
        "Statement",
        "Principal",
        "Effect",
        "Action",
        "resourcesVpcConfig",
        "name",
    ),
    *("portRange", "from", "cidrBlock", "ruleAction", "enable", "httpTokens", "days", "x-amz-acl", "attributes"),
]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["*", "all", "Allow"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=14,
)


@given(st.sampled_from(CALLS), JSON, JSON, JSON)
def test_no_json_makes_it_raise(call: str, request: object, answer: object, who: object) -> None:
    event = record(call, request, responseElements=answer, userIdentity=who)
    judged = judge_change(event)
    assert judged is None or judged.model_dump(mode="json")
    assert judge_change(request) is None or isinstance(request, dict)


@given(st.sampled_from(CALLS), st.sampled_from(["AccessDenied", "Client.DryRunOperation", "Throttling"]), JSON)
def test_no_failed_call_is_good_news_or_worse_than_the_same_done(call: str, error: str, request: object) -> None:
    done, failed = judge_change(record(call, request)), judge_change(record(call, request, errorCode=error))
    ranked = [*Severity]
    assert (done is None) == (failed is None)
    assert done is None or failed is None or not failed.good_news
    assert done is None or failed is None or ranked.index(failed.severity) >= ranked.index(done.severity)
