import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json
from tests.sandbox.aws.lively import Lively

BASTION = "i-033e0c347d41e994b"


@pytest.fixture(scope="module")
def ec2(client: Clients) -> Boto:
    return client("ec2")


def names(ec2: Boto, **filters: list[str]) -> set[str]:
    wanted = [{"Name": name.replace("__", ":").replace("_", "-"), "Values": values} for name, values in filters.items()]
    return {tags(one)["Name"] for one in machines(ec2.describe_instances(Filters=wanted))}


def machines(answer: Json) -> list[Json]:
    return [one for reservation in answer["Reservations"] for one in reservation["Instances"]]


def tags(machine: Json) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in machine["Tags"]}


def test_the_platform_is_told_as_it_is_billed(ec2: Boto) -> None:
    told = {
        tags(one)["Name"]: (one["PlatformDetails"], one["UsageOperation"]) for one in machines(ec2.describe_instances())
    }
    assert told["win-1"] == ("Windows", "RunInstances:0002")
    assert told["web-1"] == ("Linux/UNIX", "RunInstances")
    assert ("Red Hat Enterprise Linux", "RunInstances:0010") in told.values()


def test_pages_have_the_size_asked_for_and_lose_nothing(ec2: Boto) -> None:
    pages = list(ec2.get_paginator("describe_instances").paginate(PaginationConfig={"PageSize": 5}))
    assert [len(machines(page)) for page in pages] == [5, 5, 2]
    assert len({one["InstanceId"] for page in pages for one in machines(page)}) == 12


def test_filters_of_different_names_must_all_hold(ec2: Boto) -> None:
    assert names(ec2, tag__Role=["web"], instance_state_name=["running"]) == {"web-1", "web-2", "web-3"}
    assert names(ec2, tag__Name=["web-*"], instance_state_name=["stopped"]) == set()
    assert names(ec2, instance_id=["i-0a554b5583dd70864", "i-0123456789abcdef0"]) == {"web-1"}


def test_a_stopped_machine_is_told_as_stopped(lively: Lively) -> None:
    lively.stop(BASTION)
    stopped = lively.machine(BASTION)
    assert stopped["StateReason"]["Code"] == "Client.UserInitiatedShutdown"
    assert stopped["StateTransitionReason"].startswith("User initiated (")
    assert "PublicIpAddress" not in stopped


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"InstanceIds": ["i-0123456789abcdef0"]}, "InvalidInstanceID.NotFound"),
        ({"InstanceIds": ["web-1"]}, "InvalidInstanceID.Malformed"),
        ({"MaxResults": 4}, "InvalidParameterValue"),
        ({"MaxResults": 1001}, "InvalidParameterValue"),
        ({"InstanceIds": ["i-0a554b5583dd70864"], "MaxResults": 5}, "InvalidParameterCombination"),
        ({"NextToken": "made-up"}, "InvalidNextToken"),
        ({"Filters": [{"Name": "colour", "Values": ["red"]}]}, "InvalidParameterValue"),
        ({"Filters": [{"Name": "instance-id", "Values": [f"i-{n:017x}" for n in range(201)]}]}, "FilterLimitExceeded"),
        ({"DryRun": True}, "DryRunOperation"),
    ],
)
def test_what_ec2_refuses_is_refused(ec2: Boto, asked: Json, code: str) -> None:
    with pytest.raises(ClientError) as caught:
        ec2.describe_instances(**asked)
    assert caught.value.response["Error"]["Code"] == code
