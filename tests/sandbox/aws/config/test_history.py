import json
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

GROUP, INSTANCE = "AWS::EC2::SecurityGroup", "AWS::EC2::Instance"
WEB_1 = "i-0a554b5583dd70864"


@pytest.fixture(scope="module")
def config(client: Clients) -> Boto:
    return client("config")


@pytest.fixture(scope="module")
def data_group(client: Clients) -> str:
    wanted = [{"Name": "group-name", "Values": ["data"]}]
    (found,) = client("ec2").describe_security_groups(Filters=wanted)["SecurityGroups"]
    return str(found["GroupId"])


def test_a_group_was_opened_and_closed_again(config: Boto, data_group: str) -> None:
    found = config.get_resource_config_history(resourceType=GROUP, resourceId=data_group)["configurationItems"]
    closed, opened, before = found
    assert "0.0.0.0/0" in opened["configuration"]
    assert json.loads(closed["configuration"]) == json.loads(before["configuration"])
    assert len(opened["relatedEvents"]) == 1


def test_items_come_page_by_page_and_in_either_order(config: Boto, data_group: str) -> None:
    asked: Json = {"resourceType": GROUP, "resourceId": data_group, "limit": 2}
    first = config.get_resource_config_history(**asked)
    rest = config.get_resource_config_history(**asked, nextToken=first["nextToken"])
    assert [len(each["configurationItems"]) for each in (first, rest)] == [2, 1]
    forward = config.get_resource_config_history(**asked, chronologicalOrder="Forward")["configurationItems"]
    assert forward[0] == rest["configurationItems"][0]


def test_a_machine_has_the_item_of_its_launch(config: Boto) -> None:
    (found,) = config.get_resource_config_history(resourceType=INSTANCE, resourceId=WEB_1)["configurationItems"]
    assert json.loads(found["configuration"])["instanceId"] == WEB_1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"resourceId": "sg-0123456789abcdef0"}, "ResourceNotDiscoveredException"),
        ({"nextToken": "x"}, "InvalidNextTokenException"),
        (
            {"earlierTime": datetime.now(UTC), "laterTime": datetime.now(UTC) - timedelta(days=1)},
            "InvalidTimeRangeException",
        ),
    ],
)
def test_a_wrong_question_is_refused(config: Boto, data_group: str, more: Json, code: str) -> None:
    with pytest.raises(ClientError) as caught:
        config.get_resource_config_history(**{"resourceType": GROUP, "resourceId": data_group, **more})
    assert caught.value.response["Error"]["Code"] == code


def test_another_region_records_nothing(client: Clients, data_group: str) -> None:
    other = client("config", region="eu-central-1")
    with pytest.raises(ClientError, match="NoAvailableConfigurationRecorderException"):
        other.get_resource_config_history(resourceType=GROUP, resourceId=data_group)
