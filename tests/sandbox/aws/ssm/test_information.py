from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

LEGACY_1 = "i-01c04a2bbb6901d67"


@pytest.fixture(scope="module")
def ssm(client: Clients) -> Boto:
    return client("ssm")


def nodes(ssm: Boto, **filters: list[str]) -> list[Json]:
    given = [
        {"Key": key.replace("__", ":").replace("tag_key", "tag-key"), "Values": values}
        for key, values in filters.items()
    ]
    pages = ssm.get_paginator("describe_instance_information").paginate(Filters=given)
    return [node for page in pages for node in page["InstanceInformationList"]]


def test_all_machines_but_the_unmanaged_one_report(ssm: Boto) -> None:
    found = nodes(ssm)
    assert len(found) == 11
    assert LEGACY_1 not in {node["InstanceId"] for node in found}


def test_nodes_pinged_within_five_minutes(ssm: Boto) -> None:
    now = datetime.now(UTC)
    online = nodes(ssm, PingStatus=["Online"])
    assert len(online) == 10
    assert all(now - node["LastPingDateTime"] < timedelta(minutes=6) for node in online)


def test_the_agent_of_one_machine_has_been_silent_for_days(ssm: Boto) -> None:
    (node,) = nodes(ssm, PingStatus=["ConnectionLost"])
    assert node["ComputerName"].startswith("build-1")
    assert datetime.now(UTC) - node["LastPingDateTime"] > timedelta(days=8)


def test_the_windows_machine_is_found_by_its_platform(ssm: Boto) -> None:
    (node,) = nodes(ssm, PlatformTypes=["Windows"])
    assert node["PlatformName"] == "Microsoft Windows Server 2022 Datacenter"
    assert node["ComputerName"].startswith("win-1")


def test_nodes_are_found_by_id_and_tag(ssm: Boto) -> None:
    (node,) = nodes(ssm, InstanceIds=["i-033e0c347d41e994b"])
    assert node["InstanceId"] == "i-033e0c347d41e994b"
    assert len(nodes(ssm, tag__Role=["web", "api"])) == 5
    assert len(nodes(ssm, tag_key=["PatchAutomation"])) == 10


def test_the_legacy_filter_still_works(ssm: Boto) -> None:
    old = [{"key": "PlatformTypes", "valueSet": ["Windows"]}]
    answer = ssm.describe_instance_information(InstanceInformationFilterList=old)
    assert len(answer["InstanceInformationList"]) == 1


def test_both_kinds_of_filter_at_once_are_refused(ssm: Boto) -> None:
    old = [{"key": "PlatformTypes", "valueSet": ["Windows"]}]
    with pytest.raises(ClientError, match="not both"):
        ssm.describe_instance_information(
            InstanceInformationFilterList=old, Filters=[{"Key": "PingStatus", "Values": ["Online"]}]
        )


def test_an_own_but_unmanaged_machine_gives_an_empty_list(ssm: Boto) -> None:
    assert nodes(ssm, InstanceIds=[LEGACY_1]) == []


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("InstanceIds", "i-00000000000000000", "InvalidInstanceId"),
        ("Colour", "blue", "InvalidFilterKey"),
        ("PingStatus", "Asleep", "InvalidInstanceInformationFilterValue"),
    ],
)
def test_a_wrong_filter_is_refused_by_name(ssm: Boto, key: str, value: str, code: str) -> None:
    with pytest.raises(ClientError) as caught:
        ssm.describe_instance_information(Filters=[{"Key": key, "Values": [value]}])
    assert caught.value.response["Error"]["Code"] == code


@pytest.mark.parametrize("size", [51])
def test_a_page_of_more_than_50_is_refused(ssm: Boto, size: int) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        ssm.describe_instance_information(MaxResults=size)


def test_pages_of_five_cover_everything_once(ssm: Boto) -> None:
    pages = list(ssm.get_paginator("describe_instance_information").paginate(PaginationConfig={"PageSize": 5}))
    ids = [node["InstanceId"] for page in pages for node in page["InstanceInformationList"]]
    assert [len(page["InstanceInformationList"]) for page in pages] == [5, 5, 1]
    assert len(set(ids)) == 11


def test_an_invented_token_is_refused(ssm: Boto) -> None:
    with pytest.raises(ClientError) as caught:
        ssm.describe_instance_information(NextToken="nonsense")
    assert caught.value.response["Error"]["Code"] == "InvalidNextToken"
