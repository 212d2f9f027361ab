"""What callers usually do, learnt from an earlier stretch, so that a first time stands out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import Field

from core.detections.event import Event, event_of
from core.detections.identity import is_outside
from core.detections.rule import LOW, Rule, advice
from core.model import Model

_ENOUGH_EVENTS = 20
_MANY = 40
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


class Habits(Model):
    """Regions, networks and tools of each caller that was seen often enough; who uses very many of a kind has none."""

    regions: Mapping[str, frozenset[str]] = Field(default_factory=dict)
    networks: Mapping[str, frozenset[str]] = Field(default_factory=dict)
    agents: Mapping[str, frozenset[str]] = Field(default_factory=dict)


@dataclass(slots=True)
class _Usual:
    """What one caller did so far."""

    count: int = 0
    regions: set[str] = field(default_factory=set)
    networks: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)


class Learning:
    """Learns habits from CloudTrail records that are thought to be ordinary, one after the other."""

    def __init__(self) -> None:
        self._seen: dict[str, _Usual] = {}

    def note(self, raw: Mapping[str, object]) -> None:
        """Learn from one record; any JSON object is survived."""
        event = event_of(0, raw)
        if event.who.service or not (caller := _caller(event).strip()):
            return
        usual = self._seen.setdefault(caller, _Usual())
        usual.count += 1
        for known, value in (
            (usual.regions, event.region),
            (usual.networks, prefix(event.source_ip)),
            (usual.agents, _family(event.agent)),
        ):
            if len(known) <= _MANY:
                known.add(value)

    def habits(self) -> Habits:
        """Of callers with at least twenty records."""
        known = {caller: each for caller, each in self._seen.items() if each.count >= _ENOUGH_EVENTS}
        return Habits(
            regions=_few({caller: each.regions for caller, each in known.items()}),
            networks=_few({caller: each.networks for caller, each in known.items()}),
            agents=_few({caller: each.agents for caller, each in known.items()}),
        )


def _few(seen: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {caller: frozenset(values) for caller, values in seen.items() if len(values) <= _MANY}


def habits_of(events: Iterable[Mapping[str, object]]) -> Habits:
    """What the callers of these records usually do."""
    learning = Learning()
    for raw in events:
        learning.note(raw)
    return learning.habits()


def novelties(habits: Habits, event: Event) -> Iterator[tuple[Rule, str]]:
    """What this event's caller never did before, each with what is new; nothing for a caller that is not known."""
    caller = _caller(event)
    if event.region and event.region not in habits.regions.get(caller, {event.region}):
        yield _REGION, event.region
    network = prefix(event.source_ip)
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
