"""Judge from addresses and security groups whether the internet can reach an instance."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ec2.type_defs import InstanceTypeDef, IpPermissionOutputTypeDef, SecurityGroupTypeDef

# All of IPv6 that is routed: https://www.iana.org/assignments/ipv6-unicast-address-assignments
_ROUTED_V6 = IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True)
class Reach:
    """Which internet addresses a security group lets in. `unread` says that it also names lists we did not read."""

    v4: bool
    v6: bool
    unread: bool


@dataclass(frozen=True, slots=True)
class Interface:
    """A network interface: whether it has addresses that the internet can route to, and its security groups."""

    v4: bool
    v6: bool
    group_ids: frozenset[str]


def reach_of(group: "SecurityGroupTypeDef") -> Reach:
    """Judge a group's ingress rules. Half of the internet counts as all of it, however it is cut into ranges."""
    rules = group.get("IpPermissions", [])
    return Reach(
        v4=any(_open_v4(rule) for rule in rules),
        v6=any(_open_v6(rule) for rule in rules),
        unread=any(rule.get("PrefixListIds") for rule in rules),
    )


def interfaces_of(instance: "InstanceTypeDef") -> list[Interface]:
    """The interfaces of an instance; one made of its own fields where EC2 lists none."""
    told = instance.get("NetworkInterfaces", [])
    if not told:
        own = frozenset(group["GroupId"] for group in instance.get("SecurityGroups", []) if "GroupId" in group)
        return [Interface(bool(instance.get("PublicIpAddress")), bool(instance.get("Ipv6Address")), own)]
    return [
        Interface(
            v4=any(address.get("Association", {}).get("PublicIp") for address in card.get("PrivateIpAddresses", []))
            or bool(card.get("Association", {}).get("PublicIp")),
            v6=any(ip_address(address["Ipv6Address"]).is_global for address in card.get("Ipv6Addresses", [])),
            group_ids=frozenset(group["GroupId"] for group in card.get("Groups", []) if "GroupId" in group),
        )
        for card in told
    ]


def public_groups(interfaces: Iterable[Interface]) -> set[str]:
    """The groups that decide: those of interfaces with an address on the internet."""
    return {group_id for card in interfaces if card.v4 or card.v6 for group_id in card.group_ids}


def exposed(interfaces: Iterable[Interface], reaches: Mapping[str, Reach]) -> bool | None:
    """Whether the internet reaches one of the interfaces, as far as addresses and security groups say.

    Routes, network ACLs and load balancers are not considered. None: a group that decides is not in `reaches`, or
    names lists of addresses that were not read, and no other lets the internet in.
    """
    doors = list(_doors(interfaces, reaches))
    if any(reach and ((card.v4 and reach.v4) or (card.v6 and reach.v6)) for card, reach in doors):
        return True
    return None if any(reach is None or reach.unread for _, reach in doors) else False


def _doors(interfaces: Iterable[Interface], reaches: Mapping[str, Reach]) -> Iterator[tuple[Interface, Reach | None]]:
    for card in interfaces:
        if card.v4 or card.v6:
            for group_id in card.group_ids:
                yield card, reaches.get(group_id)


def _open_v4(rule: "IpPermissionOutputTypeDef") -> bool:
    ranges = (IPv4Network(told["CidrIp"], strict=False) for told in rule.get("IpRanges", []) if "CidrIp" in told)
    return sum(network.num_addresses for network in collapse_addresses(ranges)) >= 2**31


def _open_v6(rule: "IpPermissionOutputTypeDef") -> bool:
    told = (IPv6Network(each["CidrIpv6"], strict=False) for each in rule.get("Ipv6Ranges", []) if "CidrIpv6" in each)
    routed = (network for network in collapse_addresses(told) if network.overlaps(_ROUTED_V6))
    whole = _ROUTED_V6.num_addresses
    return sum(min(network.num_addresses, whole) for network in routed) >= whole // 2
