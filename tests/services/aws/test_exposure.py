from typing import Any

import pytest

from services.aws.exposure import Interface, Reach, exposed, interfaces_of, public_groups, reach_of

CLOSED = Reach(v4=False, v6=False, unread=False)
OPEN = Reach(v4=True, v6=False, unread=False)
PUBLIC = Interface(v4=True, v6=False, group_ids=frozenset({"sg-1"}))
PRIVATE = Interface(v4=False, v6=False, group_ids=frozenset({"sg-1"}))


def group(*rules: dict[str, Any]) -> Any:  # noqa: ANN401 - a wire dictionary
    return {"GroupId": "sg-1", "IpPermissions": list(rules)}


def v4(*ranges: str) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "IpRanges": [{"CidrIp": each} for each in ranges]}


def v6(*ranges: str) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "Ipv6Ranges": [{"CidrIpv6": each} for each in ranges]}


@pytest.mark.parametrize(
    "ranges",
    [
        ["0.0.0.0/0"],
        ["0.0.0.0/1", "128.0.0.0/1"],
        ["128.0.0.0/1"],
        ["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"],
        ["10.0.0.0/8", "0.0.0.0/0"],
    ],
)
def test_the_internet_in_any_cut_is_the_internet(ranges: list[str]) -> None:
    assert reach_of(group(v4(*ranges))).v4


@pytest.mark.parametrize("ranges", [[], ["10.0.0.0/8"], ["203.0.113.7/32"], ["10.0.0.0/8", "10.0.0.0/8"]])
def test_an_office_is_not_the_internet(ranges: list[str]) -> None:
    assert not reach_of(group(v4(*ranges))).v4


@pytest.mark.parametrize("ranges", [["::/0"], ["::/1", "8000::/1"], ["2000::/3"], ["2000::/4", "3000::/4"]])
def test_all_of_ipv6_in_any_cut_is_the_internet(ranges: list[str]) -> None:
    reach = reach_of(group(v6(*ranges)))
    assert reach.v6
    assert not reach.v4


@pytest.mark.parametrize("ranges", [["2001:db8::/32"], ["fc00::/7"], ["8000::/1"]])
def test_a_network_of_ipv6_is_not_the_internet(ranges: list[str]) -> None:
    assert not reach_of(group(v6(*ranges))).v6


def test_a_prefix_list_is_not_read() -> None:
    assert reach_of(group({"IpProtocol": "tcp", "PrefixListIds": [{"PrefixListId": "pl-1"}]})).unread


@pytest.mark.parametrize(
    ("card", "reaches", "answer"),
    [
        (PUBLIC, {"sg-1": OPEN}, True),
        (PUBLIC, {"sg-1": CLOSED}, False),
        (PUBLIC, {"sg-1": Reach(v4=False, v6=True, unread=False)}, False),
        (PUBLIC, {"sg-1": Reach(v4=False, v6=False, unread=True)}, None),
        (PUBLIC, {"sg-1": Reach(v4=True, v6=False, unread=True)}, True),
        (PUBLIC, {}, None),
        (PRIVATE, {"sg-1": OPEN}, False),
        (PRIVATE, {}, False),
    ],
)
def test_exposed_needs_an_address_and_an_open_group(
    card: Interface, reaches: dict[str, Reach], *, answer: bool | None
) -> None:
    assert exposed([card], reaches) is answer


def test_only_groups_of_public_interfaces_decide() -> None:
    assert public_groups([PUBLIC, Interface(v4=False, v6=False, group_ids=frozenset({"sg-2"}))]) == {"sg-1"}


def test_each_interface_is_judged_with_its_own_groups() -> None:
    told: Any = {
        "NetworkInterfaces": [
            {"PrivateIpAddresses": [{"Association": {"PublicIp": "203.0.113.7"}}], "Groups": [{"GroupId": "sg-1"}]},
            {"Ipv6Addresses": [{"Ipv6Address": "2600:1f14::1"}], "Groups": [{"GroupId": "sg-2"}]},
            {"Ipv6Addresses": [{"Ipv6Address": "fd00::1"}], "Groups": [{"GroupId": "sg-3"}]},
        ]
    }
    assert [(card.v4, card.v6) for card in interfaces_of(told)] == [(True, False), (False, True), (False, False)]


def test_without_interfaces_the_instances_own_fields_count() -> None:
    told: Any = {"PublicIpAddress": "203.0.113.7", "SecurityGroups": [{"GroupId": "sg-1"}]}
    assert interfaces_of(told) == [PUBLIC]
