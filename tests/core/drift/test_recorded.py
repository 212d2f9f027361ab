"""What AWS Config recorded about a change of CloudTrail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.drift import Compliance, ConfigChange, judge_change
from core.drift.recorded import kind_of, recorded
from core.findings import Severity
from core.resource_history import ConfigurationItem, ResourceHistory
from tests.core.drift.records import record

AT = datetime(2026, 11, 3, 8, 15, tzinfo=UTC)
GROUP = "AWS::EC2::SecurityGroup"
SSH = {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipv4Ranges": [{"cidrIp": "0.0.0.0/0"}]}
RDP = SSH | {"fromPort": 3389, "toPort": 3389}


def change(call: str = "ec2:RevokeSecurityGroupIngress", **request: object) -> ConfigChange:
    rule = {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}
    asked = {"groupId": "sg-1", "ipPermissions": {"items": [rule]}} | request
    judged = judge_change(record(call, asked, eventID="e-1"))
    assert judged
    return judged


def item(minutes: float, *rules: object, event: str = "") -> ConfigurationItem:
    told: dict[str, Any] = {"groupName": "web", "ipPermissions": list(rules)}
    events = (event,) if event else ()
    return ConfigurationItem(at=AT + timedelta(minutes=minutes), status="OK", configuration=told, events=events)


def history(*items: ConfigurationItem) -> ResourceHistory:
    return ResourceHistory(resource_type=GROUP, resource_id="sg-1", items=items)


def test_a_group_that_was_closed_is_known_to_be_closed() -> None:
    told = recorded(change(), history(item(1, event="e-1"), item(-600, SSH)))
    assert (told.before, told.after) == ("open: tcp 22 (SSH) from the whole internet (0.0.0.0/0)", "closed")
    assert {one.state for one in told.compliance} == {Compliance.COMPLIANT}


def test_a_group_that_another_rule_keeps_open_still_breaks_the_control() -> None:
    told = recorded(change(), history(item(1, RDP, event="e-1"), item(-600, SSH, RDP)))
    states = {one.control: one.state for one in told.compliance}
    assert (states["FSBP EC2.13"], states["FSBP EC2.18"]) == (Compliance.COMPLIANT, Compliance.NON_COMPLIANT)


def test_how_bad_a_change_is_stays_whatever_was_before() -> None:
    opened = change("ec2:AuthorizeSecurityGroupIngress")
    told = recorded(opened, history(item(1, SSH, RDP, event="e-1"), item(-600, RDP)))
    assert told.severity is opened.severity is Severity.CRITICAL


@pytest.mark.parametrize("items", [(), (item(-5, SSH),), (item(90, SSH),)])
def test_an_item_of_another_time_is_no_record_of_the_change(items: tuple[ConfigurationItem, ...]) -> None:
    assert recorded(change(), history(*items)) == change()


def test_without_an_item_before_nothing_is_known_about_before() -> None:
    assert recorded(change(), history(item(1))).before == change().before


@pytest.mark.parametrize(
    ("call", "request_", "kind"),
    [
        ("ec2:AuthorizeSecurityGroupIngress", {}, GROUP),
        ("s3:PutBucketVersioning", {"bucketName": "b"}, "AWS::S3::Bucket"),
        ("lambda:AddPermission", {"functionName": "f", "principal": "*"}, "AWS::Lambda::Function"),
        ("iam:CreateUser", {"userName": "u"}, ""),
    ],
)
def test_the_kind_is_the_one_by_which_config_knows_the_thing(call: str, request_: dict[str, object], kind: str) -> None:
    judged = judge_change(record(call, {"groupId": "sg-1"} | request_ if kind == GROUP else request_))
    assert judged
    assert kind_of(judged) == kind
