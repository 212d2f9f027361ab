from collections.abc import Mapping
from typing import Any

import pytest

from core.errors import Upstream
from services.aws.ec2 import Ec2, missing
from services.aws.session import Aws
from tests.services.aws.wire import Asked, Wire, aws_error, fails, paged

OPEN = {"GroupId": "sg-1", "IpPermissions": [{"IpProtocol": "tcp", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}


@pytest.fixture
def ec2(aws: Aws) -> Ec2:
    return Ec2(aws)


def machine(name: str, address: str = "") -> dict[str, Any]:
    card = {"PrivateIpAddresses": [{"Association": {"PublicIp": address}}], "Groups": [{"GroupId": "sg-1"}]}
    return {"InstanceId": name, "State": {"Name": "running"}, "NetworkInterfaces": [card]}


def reservations(*names: str) -> list[dict[str, Any]]:
    return [{"Instances": [machine(name, "203.0.113.7") for name in names]}]


def filters(asked: Asked) -> dict[str, list[str]]:
    return {each["Name"]: each["Values"] for each in asked["Filters"]}


def test_every_page_of_the_fleet_is_read_in_order_of_id(ec2: Ec2, wire: Wire) -> None:
    pages = [reservations("i-3", "i-1"), [], reservations("i-2")]
    wire.on("ec2", "DescribeInstances", paged("Reservations", pages))
    wire.on("ec2", "DescribeSecurityGroups", paged("SecurityGroups", [[OPEN]]))
    fleet = ec2.instances()
    assert [instance.instance_id for instance in fleet.instances] == ["i-1", "i-2", "i-3"]
    assert all(instance.exposed for instance in fleet.instances)
    assert fleet.gaps == ()


def test_terminated_instances_are_left_out_by_the_server(ec2: Ec2, wire: Wire) -> None:
    wire.on("ec2", "DescribeInstances", paged("Reservations", [[]]))
    assert ec2.instances().instances == ()
    assert "terminated" not in filters(wire.asked[0])["instance-state-name"]


def test_names_are_filtered_two_hundred_at_a_time(ec2: Ec2, wire: Wire) -> None:
    wire.on("ec2", "DescribeInstances", paged("Reservations", [[]]))
    ec2.instances([f"i-{number}" for number in range(450)])
    assert [len(filters(asked)["instance-id"]) for asked in wire.asked] == [200, 200, 50]


def test_groups_of_private_instances_are_not_asked_for(ec2: Ec2, wire: Wire) -> None:
    wire.on("ec2", "DescribeInstances", lambda _: {"Reservations": [{"Instances": [machine("i-1")]}]})
    (instance,) = ec2.instances().instances
    assert instance.exposed is False


def test_without_security_groups_exposure_is_unknown_and_a_gap_says_why(ec2: Ec2, wire: Wire) -> None:
    wire.on("ec2", "DescribeInstances", paged("Reservations", [reservations("i-1")]))
    wire.on("ec2", "DescribeSecurityGroups", fails(aws_error("UnauthorizedOperation", status=403)))
    fleet = ec2.instances()
    assert [instance.exposed for instance in fleet.instances] == [None]
    (gap,) = fleet.gaps
    assert gap.what == "which instances the internet can reach"
    assert "ec2:DescribeSecurityGroups" in gap.advice


def test_a_group_that_is_not_shown_leaves_its_instances_unknown(ec2: Ec2, wire: Wire) -> None:
    wire.on("ec2", "DescribeInstances", paged("Reservations", [reservations("i-1")]))
    wire.on("ec2", "DescribeSecurityGroups", paged("SecurityGroups", [[]]))
    fleet = ec2.instances()
    assert fleet.instances[0].exposed is None
    assert [gap.what for gap in fleet.gaps] == ["whether the internet can reach i-1"]


def test_a_part_of_the_fleet_is_no_answer(ec2: Ec2, wire: Wire) -> None:
    limited = aws_error("RequestLimitExceeded", status=503)
    wire.on("ec2", "DescribeInstances", paged("Reservations", [reservations("i-1"), limited]))
    with pytest.raises(Upstream, match="DescribeInstances"):
        ec2.instances()


def test_the_missing_are_told_in_the_order_they_were_asked(ec2: Ec2, wire: Wire) -> None:
    def answer(asked: Asked) -> Mapping[str, Any]:
        return {"Reservations": reservations("i-2")} if "i-2" in filters(asked)["instance-id"] else {}

    wire.on("ec2", "DescribeInstances", answer)
    wire.on("ec2", "DescribeSecurityGroups", paged("SecurityGroups", [[OPEN]]))
    wanted = ["i-9", "i-2", "i-1", "i-9"]
    assert missing(wanted, ec2.instances(wanted)) == ("i-9", "i-1")


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (["i-1"], "i-1 is not found in account 123456789012, us-west-2."),
        (["i-1", "i-2"], "i-1, i-2 are not found in account 123456789012, us-west-2."),
    ],
)
def test_not_found_says_where_we_looked(ec2: Ec2, ids: list[str], sentence: str) -> None:
    assert ec2.not_found(ids).sentence == sentence


def test_what_any_set_of_filters_finds_is_told_once_and_nobody_asks_who_reaches_it(ec2: Ec2, wire: Wire) -> None:
    wire.on("ec2", "DescribeInstances", paged("Reservations", [reservations("i-2", "i-1")]))
    found = ec2.matching({"tag-key": ["Service"]}, {"instance-id": ["i-2"]})
    assert [(each.instance_id, each.exposed) for each in found] == [("i-1", None), ("i-2", None)]
    assert [sorted(filters(asked)) for asked in wire.asked] == [
        ["instance-state-name", "tag-key"],
        ["instance-id", "instance-state-name"],
    ]
