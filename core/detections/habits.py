"""What callers usually do, learnt from an earlier stretch, so that a first time stands out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.detections.event import Event, event_of
from core.detections.identity import is_outside
from core.detections.rule import LOW, Rule, advice

_ENOUGH_EVENTS = 20
_FIRST = advice(
    "Stolen credentials are used from the thief's place, with the thief's tools, and often in regions nobody looks at.",
    "Is the caller travelling, or is there a new tool or region at work?; What else did the caller do from there?",
    "Ask the caller over another channel; If it was not them, disable the key or deny the sessions",
)


def _first(slug: str, title: str, technique: str) -> Rule:
    return Rule(slug=slug, title=title, severity=LOW, technique=technique, category="login", calls=frozenset(),
                advice=_FIRST, confidence="low")  # fmt: skip


_REGION = _first("first-in-region", "A caller acts in a region for the first time", "T1535")
_NETWORK = _first("first-from-network", "A caller acts from a network for the first time", "T1078.004")
_AGENT = _first("first-with-agent", "A caller acts with a tool for the first time", "T1078.004")
RULES = (_REGION, _NETWORK, _AGENT)


def prefix(address: str) -> str:
    """The network of an address, roughly: the first half of IPv4, the first three groups of IPv6."""
    return ":".join(address.split(":")[:3]) if ":" in address else ".".join(address.split(".")[:2])


@dataclass(frozen=True, slots=True)
class Habits:
    """Regions, networks and tools of each caller that was seen often enough.

    `network_of` names the network of an address; a caller of `habits_of` who can look up autonomous systems hands in
    its own.
    """

    regions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    networks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    agents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    network_of: Callable[[str], str] = prefix


def habits_of(events: Sequence[Mapping[str, object]], network_of: Callable[[str], str] = prefix) -> Habits:
    """Learns from events that are thought to be ordinary; callers with fewer than twenty are not known."""
    seen: dict[str, list[Event]] = {}
    for index, raw in enumerate(events):
        event = event_of(index, raw)
        if not event.who.service:
            seen.setdefault(_caller(event), []).append(event)
    known = {caller: mine for caller, mine in seen.items() if len(mine) >= _ENOUGH_EVENTS and caller}
    return Habits(
        regions={caller: frozenset(each.region for each in mine) for caller, mine in known.items()},
        networks={caller: frozenset(network_of(each.source_ip) for each in mine) for caller, mine in known.items()},
        agents={caller: frozenset(_family(each.agent) for each in mine) for caller, mine in known.items()},
        network_of=network_of,
    )


def novelties(habits: Habits, event: Event) -> Iterator[tuple[Rule, str]]:
    """What this event's caller never did before, each with what is new; nothing for a caller that is not known."""
    caller = _caller(event)
    if event.region and event.region not in habits.regions.get(caller, {event.region}):
        yield _REGION, event.region
    network = habits.network_of(event.source_ip)
    if is_outside(event.source_ip) and network not in habits.networks.get(caller, {network}):
        yield _NETWORK, network
    family = _family(event.agent)
    if family and family not in habits.agents.get(caller, {family}):
        yield _AGENT, family


def _caller(event: Event) -> str:
    """Sessions of a role come and go; the role stays."""
    return f"{event.account} {event.who.role or event.who.user or event.who.kind}"


def _family(agent: str) -> str:
    return agent.strip("[]").partition("/")[0].partition(" ")[0].lower()
