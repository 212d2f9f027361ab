"""Says in words what a rule opens, and for whom."""

from collections.abc import Iterable

from core.security_groups.ports import ALL_PORTS, services
from core.security_groups.ranges import Network, is_world
from core.security_groups.rules import Rule

_MOST = 3
_NAMED = ("icmp", "icmpv6", "database")


def opening(rule: Rule, networks: Iterable[Network]) -> str:
    """One rule: `tcp 22 (SSH) from the whole internet (0.0.0.0/0)`."""
    return f"{ports(rule)} {'to' if rule.egress else 'from'} {who(rule, networks)}"


def ports(rule: Rule) -> str:
    """What a rule opens: `tcp 22 (SSH)`, `tcp 20-25 (SSH, Telnet, FTP)`, `all traffic`."""
    if rule.protocol == "all":
        return "all traffic"
    if rule.protocol not in {"tcp", "udp"}:
        return rule.protocol if rule.protocol in _NAMED else f"protocol {_short(rule.protocol)}"
    if (rule.first, rule.last) == ALL_PORTS:
        return f"all {rule.protocol} ports"
    numbers = str(rule.first) if rule.first == rule.last else f"{rule.first}-{rule.last}"
    known = listed(services(rule.protocol, rule.first, rule.last))
    return f"{rule.protocol} {numbers} ({known})" if known else f"{rule.protocol} {numbers}"


def who(rule: Rule, networks: Iterable[Network]) -> str:
    """For whom a rule opens something: ranges, prefix lists, groups."""
    ranges = listed(_short(cidr) for cidr in rule.cidrs)
    if ranges and is_world(networks):
        ranges = f"the whole internet ({ranges})"
    lists = listed(f"prefix list {_short(one)}" for one in rule.prefix_lists)
    groups = listed(
        f"group {_short(one.group) or 'unknown'}{f' of account {_short(one.account)}' if one.account else ''}"
        for one in rule.peers
    )
    return " and ".join(one for one in (ranges, lists, groups) if one)


def listed(names: Iterable[str]) -> str:
    """The first names, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - _MOST} more" if len(every) > _MOST else ""
    return ", ".join(every[:_MOST]) + more


def _short(said: str) -> str:
    return "".join(one for one in said if one.isprintable())[:60]
