"""What AWS Config recorded."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.drift import Compliance, judge_change, judge_item
from core.findings import Severity
from tests.core.drift.records import allowing, item, notification

GROUP = "AWS::EC2::SecurityGroup"
SSH = {
    "ipProtocol": "tcp",
    "fromPort": 22,
    "toPort": 22,
    "ipv4Ranges": [{"cidrIp": "0.0.0.0/0"}],
    "ipRanges": ["0.0.0.0/0"],
}
WEB = SSH | {"fromPort": 443, "toPort": 443}


def group(*rules: object) -> dict[str, Any]:
    return item(GROUP, {"groupName": "web", "groupId": "sg-1", "ipPermissions": list(rules)})


def test_a_rule_that_was_added_is_told_with_what_was_before() -> None:
    added = {"Configuration.IpPermissions.1": {"previousValue": None, "updatedValue": SSH, "changeType": "CREATE"}}
    judged = judge_change(notification(group(WEB, SSH), added))
    assert judged
    assert judged.what == "SecurityGroup res-1 was weakened"
    assert (judged.before, judged.after) == ("closed", "open: tcp 22 (SSH) from the whole internet (0.0.0.0/0)")
    assert judged.severity is Severity.CRITICAL
    assert judged.controls == ("CIS 5.10", "FSBP EC2.13", "FSBP EC2.18", "FSBP EC2.19", "CIS 6.3")


def test_a_rule_that_was_removed_is_good_news() -> None:
    removed = {"Configuration.IpPermissions.0": {"previousValue": SSH, "updatedValue": None, "changeType": "DELETE"}}
    judged = judge_change({"detail": notification(group(WEB), removed)})
    assert judged
    assert judged.good_news
    assert judged.severity is Severity.INFORMATIONAL
    assert {one.state for one in judged.compliance} == {Compliance.COMPLIANT}


def test_history_is_judged_against_the_item_before_it() -> None:
    before = item("AWS::RDS::DBInstance", json.dumps({"publiclyAccessible": False, "storageEncrypted": True}))
    after = item("AWS::RDS::DBInstance", json.dumps({"publiclyAccessible": True, "storageEncrypted": True}))
    judged = judge_item(after, before)
    assert judged
    assert (judged.before, judged.after, judged.severity) == ("not public", "publicly accessible", Severity.CRITICAL)
    assert judged.controls == ("FSBP RDS.2",)


@pytest.mark.parametrize(
    ("kind", "configuration", "more", "control", "state"),
    [
        ("AWS::EC2::Instance", {"metadataOptions": {"httpTokens": "optional"}}, {}, "EC2.8", "non_compliant"),
        ("AWS::EC2::Instance", {"metadataOptions": {"httpTokens": "required"}}, {}, "EC2.8", "compliant"),
        ("AWS::EC2::Instance", {}, {}, "EC2.8", "unknown"),
        (
            "AWS::EC2::Instance",
            {"privateIpAddress": "10.0.0.4", "publicIpAddress": "203.0.113.4"},
            {},
            "EC2.9",
            "non_compliant",
        ),
        ("AWS::EC2::Subnet", {"mapPublicIpOnLaunch": True}, {}, "EC2.15", "non_compliant"),
        (
            "AWS::EC2::Volume",
            {"attachments": [{"instanceId": "i-1"}], "encrypted": False},
            {},
            "EC2.3",
            "non_compliant",
        ),
        ("AWS::S3::Bucket", {}, {"PublicAccessBlockConfiguration": {"blockPublicAcls": True}}, "S3.8", "non_compliant"),
        ("AWS::S3::Bucket", {}, {}, "S3.8", "unknown"),
        ("AWS::S3::Bucket", {}, {"BucketPolicy": {"policyText": json.dumps(allowing("*"))}}, "S3.2", "non_compliant"),
        ("AWS::S3::Bucket", {}, {"BucketVersioningConfiguration": {"status": "Suspended"}}, "S3.14", "non_compliant"),
        (
            "AWS::S3::Bucket",
            {},
            {"AccessControlList": json.dumps({"grantList": [{"grantee": "AllUsers", "permission": "ReadAcp"}]})},
            "S3.3",
            "compliant",
        ),
        ("AWS::KMS::Key", {"keyState": "PendingDeletion"}, {}, "KMS.3", "non_compliant"),
        ("AWS::RDS::DBInstance", {"backupRetentionPeriod": 0}, {}, "RDS.11", "non_compliant"),
        ("AWS::CloudTrail::Trail", {"isMultiRegionTrail": False}, {}, "CloudTrail.1", "unknown"),
        (
            "AWS::Lambda::Function",
            {},
            {"Policy": json.dumps(allowing("*", "lambda:InvokeFunction"))},
            "Lambda.1",
            "non_compliant",
        ),
        ("AWS::IAM::User", {"attachedManagedPolicies": [{"policyName": "p"}]}, {}, "IAM.2", "non_compliant"),
        ("AWS::EKS::Cluster", {"ResourcesVpcConfig": {"EndpointPublicAccess": False}}, {}, "EKS.1", "compliant"),
    ],
)
def test_each_kind_is_judged_by_its_controls(
    kind: str, configuration: object, more: object, control: str, state: str
) -> None:
    judged = judge_item(item(kind, configuration, more))
    assert judged
    assert {one.control: one.state for one in judged.compliance}[f"FSBP {control}"] == state


def test_a_property_that_no_control_is_about_is_told_as_it_was_and_is() -> None:
    changed = {"Configuration.InstanceType": {"previousValue": "t3.small", "updatedValue": "m7g.large"}}
    judged = judge_change(notification(item("AWS::EC2::Instance", {"instanceType": "m7g.large"}), changed))
    assert judged
    assert (judged.before, judged.after) == ("InstanceType: t3.small", "InstanceType: m7g.large")


def test_two_items_tell_what_else_is_different() -> None:
    db = SSH | {"fromPort": 5432, "toPort": 5432, "ipv4Ranges": [{"cidrIp": "10.2.0.0/16"}], "ipRanges": []}
    judged = judge_item(group(db), group())
    assert judged
    assert (judged.before, judged.after) == (
        "ipPermissions: none",
        "ipPermissions: tcp 5432 (PostgreSQL) from 10.2.0.0/16",
    )


def test_a_resource_that_is_gone_breaks_nothing() -> None:
    judged = judge_item(item(GROUP, None, configurationItemStatus="ResourceDeleted"))
    assert judged
    assert (judged.what, judged.after, judged.compliance) == ("SecurityGroup res-1 was deleted", "gone", ())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
)
PATHS = st.lists(st.sampled_from(["Configuration", "IpPermissions", "0", "1", "x"]), min_size=1, max_size=4).map(
    ".".join
)


@given(
    st.sampled_from([GROUP, "AWS::S3::Bucket", "AWS::IAM::Policy", "odd"]),
    JSON,
    JSON,
    st.dictionaries(PATHS, JSON | st.fixed_dictionaries({"previousValue": JSON, "updatedValue": JSON}), max_size=3),
)
def test_no_item_makes_it_raise(kind: str, configuration: object, more: object, changed: dict[str, Any]) -> None:
    assert judge_change(notification(item(kind, configuration, more), changed))
    assert judge_item(item(kind, configuration, more), item(kind, more, configuration))
