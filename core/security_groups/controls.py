"""The controls that a rule breaks: AWS Foundational Security Best Practices (EC2.n) and CIS AWS Foundations 6.0."""

from collections.abc import Iterator

from core.security_groups.ports import ADMIN_TCP, EC2_19_TCP, WEB
from core.security_groups.ranges import Network, is_world, versions
from core.security_groups.rules import Rule

CHANGE_CLASS = "CIS 5.10"
DEFAULT_GROUP = ("FSBP EC2.2", "CIS 6.5")
_SSH, _RDP, _SMB = 22, 3389, 445


def broken_by(rule: Rule, networks: tuple[Network, ...]) -> tuple[str, ...]:
    """The controls that a rule for everybody breaks, in the order of their names; none for a rule for some."""
    if rule.egress or not is_world(networks):
        return ()
    return tuple(sorted({*_of_ports(rule), *_of_administration(rule, networks)}))


def _of_ports(rule: Rule) -> Iterator[str]:
    if rule.protocol not in {"tcp", "udp", "all"}:
        return
    if not (rule.protocol == "tcp" and rule.first == rule.last and rule.first in WEB):
        yield "FSBP EC2.18"
    if rule.protocol != "udp":
        yield from ("FSBP EC2.19" for port in EC2_19_TCP if rule.first <= port <= rule.last)


def _of_administration(rule: Rule, networks: tuple[Network, ...]) -> Iterator[str]:
    if rule.protocol not in {"tcp", "all"}:
        return
    for port, control in ((_SSH, "FSBP EC2.13"), (_RDP, "FSBP EC2.14"), (_SMB, "CIS 6.1.2")):
        if rule.first <= port <= rule.last:
            yield control
    if any(rule.first <= port <= rule.last for port in ADMIN_TCP):
        yield from ({4: "CIS 6.3", 6: "CIS 6.4"}[version] for version in versions(networks))
