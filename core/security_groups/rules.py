"""Reads the rules that a request gives a security group, in every shape that CloudTrail and Config write them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.request_shapes import mappings, members, rows, text, texts
from core.security_groups.ports import ALL_PORTS

_PROTOCOLS = {"": "all", "-1": "all", "any": "all", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}
_CIDRS = ("ipranges", "ipv4ranges", "ipv6ranges", "cidrip", "cidripv4", "cidripv6", "cidr", "cidripv4s", "cidrs")
_INNER_CIDRS = ("cidrip", "cidripv4", "cidripv6", "cidr")
_GROUPS = ("groups", "useridgrouppairs", "referencedgroupinfo")
_GROUP_NAMES = ("sourcesecuritygroupname", "ec2securitygroupname", "ec2securitygroupid", "referencedgroupid")
_OWNERS = ("sourcesecuritygroupownerid", "ec2securitygroupownerid")


@dataclass(frozen=True, slots=True)
class Peer:
    """A security group that a rule refers to; the account is empty where the request does not tell it."""

    group: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it opens (ports from and to, both included) and for whom."""

    protocol: str
    first: int
    last: int
    cidrs: tuple[str, ...]
    prefix_lists: tuple[str, ...]
    peers: tuple[Peer, ...]
    egress: bool = False

    @property
    def anybody(self) -> bool:
        """Whether the rule names somebody at all."""
        return bool(self.cidrs or self.prefix_lists or self.peers)


def rules_of(request: object, *, egress: bool = False) -> Iterator[Rule]:
    """The rules within a request, an answer or a configuration item, each once; those that name nobody are left out."""
    seen = set()
    for value in mappings(request):
        rule = _rule(members(value), egress=egress)
        if rule and rule.anybody and rule not in seen:
            seen.add(rule)
            yield rule


def protocol_of(value: object) -> str:
    """A protocol by its name, where it has one that matters here: `6` is `tcp`, nothing is `all`."""
    said = text(value).lower()
    return _PROTOCOLS.get(said, said)


def _rule(inside: Mapping[str, object], *, egress: bool) -> Rule | None:
    if not (inside.keys() & {"ipprotocol", *_OWNERS, *_GROUP_NAMES, *_CIDRS}):
        return None
    if not (inside.keys() & {"ipprotocol", "fromport", *_GROUPS, *_GROUP_NAMES}) and not _alone(inside):
        return None  # one range of a list, which its rule has read already
    protocol = protocol_of(inside.get("ipprotocol", inside.get("protocol")))
    first, last = _ports(inside, protocol)
    cidrs = [cidr for name in _CIDRS for cidr in _cidrs(inside.get(name))]
    said = inside.get("isegress")
    return Rule(
        protocol,
        first,
        last,
        tuple(dict.fromkeys(cidrs)),
        tuple(_prefix_lists(inside)),
        tuple(_peers(inside)),
        said if isinstance(said, bool) else egress,
    )


def _alone(inside: Mapping[str, object]) -> bool:
    """Whether a range stands in a request of RDS or Redshift, which know no ports."""
    return any("securitygroupname" in name for name in inside)


def _cidrs(value: object) -> Iterator[str]:
    for row in rows(value):
        if isinstance(row, Mapping):
            inside = members(row)
            yield from (said for name in _INNER_CIDRS if (said := text(inside.get(name))))
        elif said := text(row):
            yield said


def _prefix_lists(inside: Mapping[str, object]) -> Iterator[str]:
    for name in ("prefixlistids", "prefixlistid", "referencedprefixlistid"):
        yield from texts(inside.get(name), "prefixlistid")


def _peers(inside: Mapping[str, object]) -> Iterator[Peer]:
    for name in _GROUPS:
        for row in rows(inside.get(name)):
            one = members(row)
            group = (
                text(one.get("groupid")) or text(one.get("groupname")) or (text(row) if isinstance(row, str) else "")
            )
            account = text(one.get("userid"))
            if group or account:
                yield Peer(group, account)
    owner = next((said for name in _OWNERS if (said := text(inside.get(name)))), "")
    yield from (Peer(said, owner) for name in _GROUP_NAMES if (said := text(inside.get(name))))


def _ports(inside: Mapping[str, object], protocol: str) -> tuple[int, int]:
    """From and to; what is missing, -1 or no number leaves all ports, because unknown is not closed."""
    given = [inside[name] for name in ("fromport", "toport") if inside.get(name) is not None]
    ports = [port for one in given if (port := _port(one)) is not None]
    if protocol not in {"tcp", "udp"} or not ports or len(ports) != len(given):
        return ALL_PORTS
    return min(ports), max(ports)


def _port(value: object) -> int | None:
    """A port; None for none, and for -1, which means all."""
    said = text(value).removesuffix(".0")
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= len("65535") else None
    return number if number is not None and number <= ALL_PORTS[1] else None
