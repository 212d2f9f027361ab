"""One of a team's own rules, and what it found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.detections import Category, Detection
from core.detections.event import event_of
from core.detections.reading import shown
from core.findings import Severity
from core.sigma.tree import Condition, Event

PREFIX = "own-"
"""What the name of every own rule begins with, so that it never takes the place of one that is built in."""

_ASKED = "Was it meant, and who asked for it?"


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule as its file says it; `conditions` are alternatives. `name` begins with PREFIX."""

    name: str
    title: str
    severity: Severity
    category: Category
    technique: str
    why: str
    conditions: tuple[Condition, ...]
    innocent: tuple[str, ...] = ()

    def holds(self, event: Event) -> bool:
        """Whether an event is what the rule looks for."""
        return any(each.holds(event) for each in self.conditions)

    def names(self) -> frozenset[str] | None:
        """The event names that it looks at, in lower case; None: all."""
        known = [each.names() for each in self.conditions]
        sure = [names for names in known if names is not None]
        return frozenset[str]().union(*sure) if len(sure) == len(known) else None


class RuleBook:
    """Some own rules, ordered by the events that each of them can be about."""

    def __init__(self, rules: Iterable[OwnRule]) -> None:
        self._everywhere: list[OwnRule] = []
        self._by_name: dict[str, list[OwnRule]] = {}
        for rule in rules:
            names = rule.names()
            if names is None:
                self._everywhere.append(rule)
            for name in names or ():
                self._by_name.setdefault(name, []).append(rule)

    def detections(self, events: Sequence[Event]) -> tuple[Detection, ...]:
        """What the rules find, in the order of the events."""
        return tuple(
            _detection(rule, index, event)
            for index, event in enumerate(events)
            for rule in (*self._by_name.get(_name(event), ()), *self._everywhere)
            if rule.holds(event)
        )


def _name(event: Event) -> str:
    name = event.get("eventName")
    return name.lower() if isinstance(name, str) else ""


def _detection(rule: OwnRule, index: int, record: Event) -> Detection:
    event = event_of(index, record)
    return Detection(
        event_index=index,
        event_indexes=(index,),
        rule=rule.name,
        title=rule.title,
        severity=rule.severity,
        category=rule.category,
        technique=rule.technique,
        at=event.at,
        actor=event.who.actor,
        source_ip=shown(event.source_ip),
        why=rule.why,
        check=(_ASKED, *(f"Rule out: {each}" for each in rule.innocent)),
        do=(),
        confidence="medium",
    )
