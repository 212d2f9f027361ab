import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.changes import Change, change_of, newest_first
from core.trail import Subject
from tests.core.test_trail import JSON

AT = datetime(2026, 11, 18, 19, 46, tzinfo=UTC)
ID = "i-0d70ac4ed9328e728"
API_2 = Subject(instance_id=ID, tags={"Name": "api-2", "Role": "api", "Environment": "prod"})
UNKNOWN = Subject(instance_id=ID)
_KNOWN_NAMES = st.sampled_from(
    ("SendCommand", "CreateDeployment", "ModifyInstanceAttribute", "AuthorizeSecurityGroupIngress")
)


def row(name: str, request: object = None, source: str = "ec2", **record: object) -> Mapping[str, Any]:
    return {
        "EventId": name,
        "EventName": name,
        "EventTime": AT,
        "EventSource": f"{source}.amazonaws.com",
        "ReadOnly": "false",
        "Username": "rita",
        "Resources": [{"ResourceType": "AWS::EC2::Instance", "ResourceName": ID}],
        "CloudTrailEvent": json.dumps({"requestParameters": request, **record}),
    }


def command(document: str = "AWS-RunShellScript", **request: object) -> Mapping[str, Any]:
    return row("SendCommand", {"documentName": document, **request}, "ssm")


def deployed(group: str, application: str = "shop", source: str = "codedeploy") -> Mapping[str, Any]:
    return row("CreateDeployment", {"applicationName": application, "deploymentGroupName": group}, source)


def target(key: str, *values: str) -> dict[str, object]:
    return {"key": key, "values": list(values)}


def change(event: Mapping[str, Any], subject: Subject = API_2) -> Change:
    found = change_of(event, subject)
    assert found
    return found


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (row("RebootInstances"), "restart"),
        (row("RunInstances"), "restart"),
        (row("ModifyInstanceAttribute", {"instanceType": {"value": "m6i.large"}}), "configuration"),
        (row("ModifyInstanceAttribute", {"groupSet": {"items": [{"groupId": "sg-1"}]}}), "security"),
        (row("AuthorizeSecurityGroupIngress"), "security"),
        (row("StartSession", source="ssm"), "security"),
        (row("RegisterTargets", source="elasticloadbalancing"), "configuration"),
        (row("PutSomething", source="example"), "other"),
        (command("AWS-RunPatchBaseline", instanceIds=[ID]), "patch"),
        (command("arn:aws:ssm:us-west-2::document/AWS-RunPatchBaselineWithHooks", instanceIds=[ID]), "patch"),
        (command("AmazonCloudWatch-ManageAgent", instanceIds=[ID]), "configuration"),
        (command("AWS-RunShellScript", instanceIds=[ID]), "other"),
        (deployed("api-prod"), "deployment"),
    ],
)
def test_each_event_has_its_kind(event: Mapping[str, Any], kind: str) -> None:
    assert change(event).kind == kind


def test_a_change_says_who_did_what_when() -> None:
    found = change(row("RebootInstances"))
    assert (found.at, found.by, found.what) == (AT, "rita", "The instance was rebooted")
    assert (found.event_name, found.event_id, found.resources) == ("RebootInstances", "RebootInstances", (ID,))


@pytest.mark.parametrize(
    "event",
    [
        {**row("DescribeInstanceStatus"), "ReadOnly": "true"},
        row("GetPasswordData", readOnly=True),
        row("TerminateInstances", errorCode="Client.UnauthorizedOperation"),
        row("StopInstances", errorCode="Client.DryRunOperation"),
        row("UpdateInstanceInformation", source="ssm"),
        {"EventTime": AT},
        {},
    ],
)
def test_reading_refusals_and_reports_are_no_changes(event: Mapping[str, Any]) -> None:
    assert change_of(event, API_2) is None


@pytest.mark.parametrize(
    ("request_", "concerned"),
    [
        ({"instanceIds": [ID]}, True),
        ({"instanceIds": ["i-0000000000000000a"]}, False),
        ({"targets": [target("tag:Role", "web", "api")]}, True),
        ({"targets": [target("tag:Role", "web")]}, False),
        ({"targets": [target("tag:Role", "api"), target("tag:Environment", "staging")]}, False),
        ({"targets": [target("InstanceIds", "*")]}, True),
        ({"targets": [target("tag-key", "Owner")]}, False),
        ({"targets": [target("resource-groups:Name", "shop")]}, True),
        ({}, False),
    ],
)
def test_a_command_concerns_the_machines_it_was_sent_to(request_: dict[str, object], concerned: bool) -> None:  # noqa: FBT001  a table
    event = row("SendCommand", request_, "ssm")
    assert (change_of(event, API_2) is not None) is concerned


def test_where_the_tags_are_not_known_a_command_sent_to_tags_counts() -> None:
    assert change_of(command(targets=[target("tag:Role", "web")]), UNKNOWN)
    assert change_of(deployed("web-prod"), UNKNOWN)


def test_a_deployment_concerns_machines_whose_names_it_shares() -> None:
    assert change_of(deployed("api-prod"), API_2)
    assert change_of(deployed("blue", application="shop-api"), API_2)
    assert change_of(deployed("web-prod"), API_2) is None


def test_other_services_deploy_other_things() -> None:
    assert change_of(deployed("api-prod", source="greengrass"), API_2) is None


def test_changes_come_newest_first_and_once() -> None:
    older = change(row("StopInstances")).model_copy(update={"at": AT - timedelta(hours=1)})
    newer = change(row("StartInstances"))
    assert newest_first([older, newer, older]) == (newer, older)


@given(JSON, _KNOWN_NAMES)
def test_no_request_is_too_odd(request_: object, name: str) -> None:
    found = change_of(row(name, request_), UNKNOWN)
    assert found is None or found.what


@given(st.dictionaries(st.sampled_from(("instanceIds", "targets", "ipPermissions", "groupSet", "documentName")), JSON))
def test_no_member_is_too_odd(request_: dict[str, object]) -> None:
    for name, source in (
        ("SendCommand", "ssm"),
        ("CreateDeployment", "codedeploy"),
        ("AuthorizeSecurityGroupIngress", "ec2"),
    ):
        found = change_of(row(name, request_, source), API_2)
        assert found is None or found.what
