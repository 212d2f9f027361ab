"""Security groups and network ACLs."""

from collections.abc import Iterator, Mapping

from core.detections.reading import is_true, text
from core.drift.states.standing import Resource, Standing, standing
from core.findings import Severity
from core.request_shapes import member, members, rows
from core.security_groups.exposure import Exposure
from core.security_groups.judgement import of_rules
from core.security_groups.ports import ADMIN_TCP
from core.security_groups.ranges import is_world, network
from core.security_groups.rules import Rule, rules_of
from core.security_groups.words import listed

_LEVELS = {
    Exposure.CRITICAL: Severity.CRITICAL,
    Exposure.HIGH: Severity.HIGH,
    Exposure.MEDIUM: Severity.MEDIUM,
    Exposure.LOW: Severity.LOW,
    Exposure.NONE: Severity.LOW,
}
_OF_GROUPS = ("FSBP EC2.13", "FSBP EC2.14", "FSBP EC2.18", "FSBP EC2.19", "CIS 6.1.2", "CIS 6.3", "CIS 6.4")


def security_group(one: Resource) -> Iterator[Standing]:
    """Every rule against every control that it can break."""
    permissions = member(one.configuration, "ippermissions")
    rules = tuple(rules_of(permissions)) if permissions is not None else None
    level, openings = of_rules(rules or ())
    for control in _OF_GROUPS:
        breaking = [each.words for each in openings if control in each.controls]
        good = None if rules is None else not breaking
        yield standing(control, good, "closed", f"open: {listed(breaking)}", _LEVELS[level])
    if text(member(one.configuration, "groupname")) == "default":
        empty = None if rules is None else not rules and not member(one.configuration, "ippermissionsegress")
        yield standing("FSBP EC2.2", empty, "empty", "has rules")


def network_acl(one: Resource) -> Iterator[Standing]:
    """Lines that allow come in the order of their numbers; a lower one that denies is not weighed against them."""
    entries = member(one.configuration, "entries")
    rules = [rule for each in rows(entries) if (rule := _line(members(each)))]
    open_to_all = any(_administers(each) for each in rules)
    good = None if entries is None else not open_to_all
    yield standing("FSBP EC2.21", good, "administration closed", "administration open to the internet")


def _line(entry: Mapping[str, object]) -> Rule | None:
    if is_true(entry.get("egress")) or text(entry.get("ruleaction")).lower() != "allow":
        return None
    cidrs = {"cidrIp": entry.get("cidrblock"), "cidrIpv6": entry.get("ipv6cidrblock")}
    form = {
        "ipProtocol": entry.get("protocol"),
        "fromPort": member(entry.get("portrange"), "from"),
        "toPort": member(entry.get("portrange"), "to"),
        **{name: said for name, said in cidrs.items() if said},
    }
    return next(iter(rules_of(form)), None)


def _administers(rule: Rule) -> bool:
    """Whether a line lets everybody reach SSH or RDP; everything for everybody is what AWS begins with, and counts."""
    networks = [one for cidr in rule.cidrs if (one := network(cidr))]
    ports = any(rule.first <= port <= rule.last for port in _ADMINISTRATION)
    return ports and rule.protocol in {"tcp", "all"} and is_world(networks)


_ADMINISTRATION = frozenset({22, 3389}) & ADMIN_TCP.keys()
