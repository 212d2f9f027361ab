import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.sandbox.aws.clients import Boto, Clients, Json

API_1 = "i-0fff7969126a03f88"


@pytest.fixture(scope="module")
def trail(client: Clients) -> Boto:
    return client("cloudtrail", attempts=8)


def told(trail: Boto, name: str, mark: str) -> Json:
    """The record of the newest event of a name whose request has a text in it, when CloudTrail has it."""
    wanted = [{"AttributeKey": "EventName", "AttributeValue": name}]
    for _ in range(20):
        for event in trail.lookup_events(LookupAttributes=wanted)["Events"]:
            record: Json = json.loads(event["CloudTrailEvent"])
            if mark in json.dumps(record["requestParameters"]):
                return record
        time.sleep(0.5)  # as often as may be asked
    raise AssertionError(f"{name} is not in the trail")


def test_a_command_is_told_with_its_comment_and_without_its_parameters(client: Clients, trail: Boto) -> None:
    client("ssm").send_command(
        DocumentName="AWS-RunPatchBaseline", InstanceIds=[API_1], Comment="mark-5", Parameters={"Operation": ["Scan"]}
    )
    record = told(trail, "SendCommand", "mark-5")
    assert record["requestParameters"]["instanceIds"] == [API_1]
    assert record["requestParameters"]["parameters"] == "HIDDEN_DUE_TO_SECURITY_REASONS"
    assert record["responseElements"]["command"]["comment"] == "mark-5"
    assert record["readOnly"] is False


def test_the_session_of_a_role_is_told_by_its_name(client: Clients, trail: Boto) -> None:
    sts = client("sts")
    sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/sre-change", RoleSessionName="workflow-5-aaron")
    record = told(trail, "AssumeRole", "workflow-5-aaron")
    assert (record["eventSource"], record["readOnly"]) == ("sts.amazonaws.com", True)


def test_what_only_reads_is_not_told(client: Clients, trail: Boto) -> None:
    began = datetime.now(UTC) - timedelta(seconds=2)
    client("ssm").describe_instance_information()
    client("ec2").create_tags(Resources=[API_1], Tags=[{"Key": "mark", "Value": "6"}])
    told(trail, "CreateTags", API_1)
    wanted = [{"AttributeKey": "EventName", "AttributeValue": "DescribeInstanceInformation"}]
    assert trail.lookup_events(LookupAttributes=wanted, StartTime=began)["Events"] == []
