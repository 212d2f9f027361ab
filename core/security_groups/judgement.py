"""Judges what one call opens: the rules that it gives, for whom, and whether it was carried out at all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.request_shapes import mappings, member, members, rows, text, texts
from core.security_groups import calls
from core.security_groups.calls import Outcome
from core.security_groups.controls import CHANGE_CLASS, DEFAULT_GROUP, broken_by
from core.security_groups.exposure import Exposure, at_most, worst
from core.security_groups.ports import ALL_PORTS, level_of, level_out
from core.security_groups.ranges import Network, limit, network
from core.security_groups.rules import Rule, rules_of
from core.security_groups.words import listed, opening

_ACCOUNT = re.compile(r"\d{12}")
# Lists that customers make have long ids; short ones are all Amazon's, but some of Amazon's are long too.
_AMAZONS_LIST = re.compile(r"pl-[0-9a-f]{8}")
_MOST_AFTER = {Outcome.DENIED: Exposure.MEDIUM, Outcome.DRY_RUN: Exposure.LOW}


@dataclass(frozen=True, slots=True)
class Opening:
    """One rule, judged: in words, with the controls that it breaks and its networks."""

    rule: Rule
    networks: tuple[Network, ...]
    base: Exposure
    words: str
    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one call does: how bad, what it opens, the controls concerned, and whether it closes instead."""

    level: Exposure
    outcome: Outcome
    openings: tuple[Opening, ...] = ()
    controls: tuple[str, ...] = (CHANGE_CLASS,)
    closes: bool = False
    unread: bool = False

    @property
    def opened(self) -> str:
        """The rules in words, or what is known where none could be read."""
        return "rules that the event does not tell" if self.unread else listed(one.words for one in self.openings)


def judge(event: object) -> Exposure:
    """How much a CloudTrail event opens; NONE for an event about anything else. Never raises."""
    judged = judgement(event)
    return judged.level if judged else Exposure.NONE


def judgement(event: object) -> Judgement | None:
    """What a CloudTrail event about a security group does; None for an event about anything else. Never raises."""
    if not isinstance(event, Mapping):
        return None
    name = calls.name_of(event)
    if name not in calls.ALL or (name in calls.SWAPS and not _new_groups(event)):
        return None
    outcome = calls.outcome(event)
    judged = _done(event, name, outcome)
    if outcome is Outcome.DONE:
        return judged
    level = at_most(judged.level, _MOST_AFTER.get(outcome, Exposure.NONE))
    return replace(judged, level=level, closes=False)


def of_rules(
    rules: Sequence[Rule], *, account: str = "", default_group: bool = False
) -> tuple[Exposure, tuple[Opening, ...]]:
    """How much rules open together, and each of them judged, the worst first."""
    openings = tuple(sorted((_opening(rule) for rule in rules), key=lambda one: -one.base.weight))
    level = worst(_of_ranges(openings, egress=False), _of_ranges(openings, egress=True), *_of_others(openings, account))
    return (worst(level, _in_default(openings)) if default_group else level), openings


def _done(event: Mapping[str, object], name: str, outcome: Outcome) -> Judgement:
    """The judgement as if the call had been carried out."""
    if name in calls.CLOSES or name in calls.NAMES:
        return Judgement(Exposure.NONE, outcome, _closed(event), closes=name in calls.CLOSES)
    if name in calls.SWAPS:
        return Judgement(Exposure.MEDIUM, outcome)  # what the new groups let through, the event does not tell
    if name in calls.LISTS:
        return _list(event, outcome)
    rules = _rules(event, name)
    default = text(member(event.get("requestParameters"), "groupname")).lower() == "default"
    level, openings = of_rules(rules, account=_account(event), default_group=default)
    broken = {control for one in openings for control in one.controls}
    controls = (CHANGE_CLASS, *(DEFAULT_GROUP if default and rules else ()), *sorted(broken))
    unread = not rules
    return Judgement(Exposure.MEDIUM if unread else level, outcome, openings, controls, unread=unread)


def _rules(event: Mapping[str, object], name: str) -> tuple[Rule, ...]:
    egress = "Egress" in name
    found = tuple(rules_of(event.get("requestParameters"), egress=egress))
    found = found or tuple(rules_of(event.get("responseElements"), egress=egress))
    return tuple(replace(one, protocol="database") for one in found) if name in calls.OF_DATABASES else found


def _closed(event: Mapping[str, object]) -> tuple[Opening, ...]:
    return tuple(_opening(rule) for rule in _rules(event, calls.name_of(event)))


def _opening(rule: Rule) -> Opening:
    networks = tuple(one for cidr in rule.cidrs if (one := network(cidr)))
    level = level_out if rule.egress else level_of
    base = level(rule.protocol, rule.first, rule.last)
    return Opening(rule, networks, base, opening(rule, networks), broken_by(rule, networks))


def _of_ranges(openings: Sequence[Opening], *, egress: bool) -> Exposure:
    """What the ranges of all rules together open: halves of the internet in two rules are the internet."""
    chosen = [one for one in openings if one.rule.egress is egress and one.networks]
    levels = []
    for level in {one.base for one in chosen}:
        reach = limit(tuple(net for one in chosen if one.base.weight >= level.weight for net in one.networks))
        if not egress or reach.weight >= Exposure.MEDIUM.weight:
            levels.append(at_most(level, reach))
    return worst(*levels)


def _of_others(openings: Sequence[Opening], account: str) -> Iterator[Exposure]:
    """What is opened to groups, prefix lists, private ranges and ranges that cannot be read."""
    for one in openings:
        if one.rule.egress:
            continue
        for said in one.rule.prefix_lists:
            yield at_most(one.base, Exposure.LOW if _AMAZONS_LIST.fullmatch(said) else Exposure.MEDIUM)
        foreign = any(_foreign(peer.account, account) for peer in one.rule.peers)
        unread = len(one.networks) < len(one.rule.cidrs)
        yield at_most(one.base, Exposure.MEDIUM) if foreign or unread else Exposure.NONE
        yield Exposure.LOW if (one.rule.first, one.rule.last) == ALL_PORTS and _counts_all(one) else Exposure.NONE


def _counts_all(one: Opening) -> bool:
    return one.rule.protocol in {"all", "tcp", "udp"} and bool(one.rule.peers or one.networks)


def _in_default(openings: Sequence[Opening]) -> Exposure:
    """The default group is to be empty: whoever names no group lands in it."""
    public = limit(tuple(net for one in openings for net in one.networks)) is not Exposure.NONE
    return Exposure.MEDIUM if public else Exposure.LOW


def _list(event: Mapping[str, object], outcome: Outcome) -> Judgement:
    """A prefix list that takes in much of the internet opens every rule that names it, on ports not told here."""
    added = (member(event.get("requestParameters"), "addprefixlistentry"), event.get("requestParameters"))
    networks = [
        one for value in added for inside in mappings(value) if (one := network(text(members(inside).get("cidr"))))
    ]
    reach = limit(tuple(networks))
    return Judgement(at_most(reach, Exposure.HIGH) if reach.weight > Exposure.LOW.weight else Exposure.NONE, outcome)


def _new_groups(event: Mapping[str, object]) -> tuple[str, ...]:
    request = members(event.get("requestParameters"))
    inside = next((request[name] for name in _GROUP_LISTS if request.get(name)), None)
    return tuple(name for row in rows(inside) for name in texts([row], "groupid"))


_GROUP_LISTS = ("groupset", "groups", "securitygroups", "groupid", "securitygroupid")


def _account(event: Mapping[str, object]) -> str:
    return text(event.get("recipientAccountId")) or text(member(event.get("userIdentity"), "accountid"))


def _foreign(other: str, own: str) -> bool:
    return bool(_ACCOUNT.fullmatch(other) and _ACCOUNT.fullmatch(own) and other != own)
