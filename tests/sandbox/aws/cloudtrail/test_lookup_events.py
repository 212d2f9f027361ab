import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

WEB_2, API_2, DB_1 = "i-0f69519d5bc9f01d7", "i-0d70ac4ed9328e728", "i-0905ef51525bb7a0d"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def trail(client: Clients) -> Boto:
    """Patient, because two questions a second are all there are."""
    return client("cloudtrail", attempts=8)


@pytest.fixture(scope="module")
def commands(trail: Boto) -> list[Json]:
    return events(trail, EventName="SendCommand")


def events(trail: Boto, **attribute: str) -> list[Json]:
    wanted = [{"AttributeKey": key, "AttributeValue": value} for key, value in attribute.items()]
    pages = trail.get_paginator("lookup_events").paginate(LookupAttributes=wanted)
    return [event for page in pages for event in page["Events"]]


def ask_six_times(trail: Boto) -> None:
    for _ in range(6):
        trail.lookup_events()


def test_the_third_question_in_a_second_is_throttled(client: Clients) -> None:
    with pytest.raises(ClientError, match="ThrottlingException"):
        ask_six_times(client("cloudtrail", region="eu-west-1"))


def test_what_happened_to_a_machine_comes_newest_first_page_by_page(trail: Boto) -> None:
    found = events(trail, ResourceName=DB_1)
    times = [event["EventTime"] for event in found]
    assert times == sorted(times, reverse=True)
    assert len(found) > 150
    assert Counter(event["ReadOnly"] for event in found)["true"] > 150


def test_a_refused_call_says_so_in_the_record(trail: Boto) -> None:
    (event,) = events(trail, EventName="TerminateInstances")
    record = json.loads(event["CloudTrailEvent"])
    assert record["errorCode"] == "Client.UnauthorizedOperation"
    assert record["responseElements"] is None
    assert event["Resources"] == [{"ResourceType": "AWS::EC2::Instance", "ResourceName": DB_1}]


def test_the_record_agrees_with_the_row_around_it(commands: list[Json]) -> None:
    assert commands
    for event in commands:
        record = json.loads(event["CloudTrailEvent"])
        assert (record["eventID"], record["eventName"]) == (event["EventId"], event["EventName"])
        assert record["userIdentity"]["arn"].endswith(event["Username"])
        assert datetime.fromisoformat(record["eventTime"]) == event["EventTime"]


def test_a_command_names_its_machines_only_in_the_request(commands: list[Json], client: Clients) -> None:
    (state,) = client("ssm").describe_instance_patch_states(InstanceIds=[WEB_2])["InstancePatchStates"]
    mine = [
        event
        for event in commands
        if WEB_2 in json.loads(event["CloudTrailEvent"])["requestParameters"].get("instanceIds", [])
    ]
    assert all(event["Resources"] == [] for event in mine)
    assert timedelta() < state["OperationStartTime"] - mine[0]["EventTime"] < timedelta(seconds=10)


def test_the_deployment_came_two_days_ago(trail: Boto) -> None:
    newest, _ = events(trail, EventName="CreateDeployment")
    assert 1.9 < (datetime.now(UTC) - newest["EventTime"]) / DAY < 2.1
    assert newest["EventSource"] == "codedeploy.amazonaws.com"


def test_a_token_belongs_to_one_question(trail: Boto) -> None:
    token = trail.lookup_events(MaxResults=1)["NextToken"]
    with pytest.raises(ClientError, match="InvalidNextTokenException"):
        trail.lookup_events(MaxResults=1, NextToken=token, StartTime=datetime.now(UTC) - DAY)


def test_a_range_leaves_out_what_is_older(trail: Boto) -> None:
    since = datetime.now(UTC) - DAY
    found = trail.lookup_events(StartTime=since, EndTime=datetime.now(UTC))["Events"]
    assert found
    assert all(event["EventTime"] >= since for event in found)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"StartTime": datetime.now(UTC), "EndTime": datetime.now(UTC) - DAY}, "InvalidTimeRangeException"),
        ({"NextToken": "nonsense"}, "InvalidNextTokenException"),
        (
            {"LookupAttributes": [{"AttributeKey": "ReadOnly", "AttributeValue": "false"}] * 2},
            "InvalidLookupAttributesException",
        ),
    ],
)
def test_a_wrong_question_is_refused(trail: Boto, asked: Json, code: str) -> None:
    with pytest.raises(ClientError) as caught:
        trail.lookup_events(**asked)
    assert caught.value.response["Error"]["Code"] == code


def test_another_region_has_no_history(client: Clients) -> None:
    assert client("cloudtrail", region="eu-central-1").lookup_events()["Events"] == []
