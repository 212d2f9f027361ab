"""What CloudFormation tells of stacks: some on the sandbox, the rest on the wire."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from core.errors import Upstream
from sandbox.aws.server import running
from services.aws.session import Aws
from services.aws.stacks import Stacks
from tests.services.aws.wire import Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)
QUEUE = {"Resources": {"Orders": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders"}}}}


def event(minutes: float, status: str, resource: str = "shop") -> Mapping[str, Any]:
    return {
        "StackId": "arn:stack",
        "EventId": f"{minutes}",
        "StackName": "shop",
        "PhysicalResourceId": "arn:stack" if resource == "shop" else "i-1",
        "LogicalResourceId": resource,
        "Timestamp": NOW - timedelta(minutes=minutes),
        "ResourceStatus": status,
    }


def test_the_stack_of_a_thing_and_its_events(monkeypatch: pytest.MonkeyPatch, session: boto3.Session) -> None:
    with running(fleet=12, findings=0) as sandbox:
        monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
        aws = Aws(sandbox.world.account.region, session=session)
        client = aws.client("cloudformation")
        client.create_stack(StackName="shop", TemplateBody=json.dumps(QUEUE))
        [resource] = client.describe_stack_resources(StackName="shop")["StackResources"]
        stacks = Stacks(aws)
        assert stacks.of(resource["PhysicalResourceId"]) == "shop"
        assert stacks.of("i-0000000000000dead") == ""
        found = stacks.events("shop", datetime.now(UTC) - timedelta(hours=1))
        assert any(each.whole and each.status == "CREATE_IN_PROGRESS" for each in found)


def test_reading_ends_at_the_first_event_that_is_too_old(aws: Aws, wire: Wire) -> None:
    first = {"StackEvents": [event(1, "UPDATE_FAILED", "Web"), event(5, "UPDATE_IN_PROGRESS")], "NextToken": "n"}
    second = {"StackEvents": [event(500, "CREATE_COMPLETE")], "NextToken": "never"}
    wire.on("cloudformation", "DescribeStackEvents", lambda asked: second if "NextToken" in asked else first)
    found = Stacks(aws).events("shop", NOW - timedelta(hours=2))
    assert [(each.status, each.whole) for each in found] == [("UPDATE_FAILED", False), ("UPDATE_IN_PROGRESS", True)]
    assert len(wire.asked) == 2


def test_a_refusal_is_not_no_stack(aws: Aws, wire: Wire) -> None:
    wire.on("cloudformation", "DescribeStackResources", fails(aws_error("AccessDenied", status=403)))
    with pytest.raises(Upstream):
        Stacks(aws).of("i-1")
