"""Conditions over an event, as a Sigma rule means them, whatever parsed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.sigma.checks import Check, Text
from core.sigma.values import every_value, texts_of, values_at

Event = Mapping[str, object]


class Condition(Protocol):
    """Something that holds for an event or does not."""

    def holds(self, event: Event) -> bool:
        """Whether it holds; nothing is raised, whatever the event looks like."""
        ...

    def names(self) -> frozenset[str] | None:
        """The event names, in lower case, without one of which it cannot hold; None where it may with any."""
        ...


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: Sequence[Condition]

    def holds(self, event: Event) -> bool:
        """Asks until one does not."""
        return all(part.holds(event) for part in self.parts)

    def names(self) -> frozenset[str] | None:
        """The narrowest of the parts'."""
        known = [names for part in self.parts if (names := part.names()) is not None]
        return min(known, key=len) if known else None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: Sequence[Condition]

    def holds(self, event: Event) -> bool:
        """Asks until one does."""
        return any(part.holds(event) for part in self.parts)

    def names(self) -> frozenset[str] | None:
        """Those of all parts, where each of them needs some."""
        known = [part.names() for part in self.parts]
        sure = [names for names in known if names is not None]
        return frozenset[str]().union(*sure) if len(sure) == len(known) else None


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition

    def holds(self, event: Event) -> bool:
        """The opposite."""
        return not self.part.holds(event)

    def names(self) -> None:
        """It may hold for any event."""
        return


@dataclass(frozen=True, slots=True)
class Field:
    """A value at a path passes a check; on a branching path any of the values does."""

    path: str
    check: Check

    def holds(self, event: Event) -> bool:
        """Whether any value there passes, or the object there as a whole."""
        return any(self.check.holds(value) for value in values_at(event, self.path))

    def names(self) -> frozenset[str] | None:
        """The one name that it asks for, where it asks for that."""
        literal = self.check.literal if self.path == "eventName" and isinstance(self.check, Text) else None
        return None if literal is None else frozenset({literal})


@dataclass(frozen=True, slots=True)
class Word:
    """A text that stands anywhere in the event."""

    text: Text

    def holds(self, event: Event) -> bool:
        """Whether any value contains it."""
        return any(self.text.found_in(value) for value in every_value(event))

    def names(self) -> None:
        """It may stand in any event."""
        return


@dataclass(frozen=True, slots=True)
class Empty:
    """There is no such member, or it is null."""

    path: str

    def holds(self, event: Event) -> bool:
        """Whether nothing is there."""
        return all(value is None for value in values_at(event, self.path))

    def names(self) -> None:
        """It may hold for any event."""
        return


@dataclass(frozen=True, slots=True)
class Present:
    """There is such a member (or, with `wanted` False, there is none)."""

    path: str
    wanted: bool

    def holds(self, event: Event) -> bool:
        """Whether that is so."""
        return bool(values_at(event, self.path)) is self.wanted

    def names(self) -> None:
        """It may hold for any event."""
        return


@dataclass(frozen=True, slots=True)
class Same:
    """Two members have a value in common; `begins` and `ends`: the first begins or ends with the second."""

    path: str
    other: str
    begins: bool = False
    ends: bool = False

    def holds(self, event: Event) -> bool:
        """Whether that is so, in any case."""
        mine, others = _texts(event, self.path), _texts(event, self.other)
        return any(self._alike(one, other) for one in mine for other in others)

    def names(self) -> None:
        """It may hold for any event."""
        return

    def _alike(self, one: str, other: str) -> bool:
        if self.begins:
            return one.startswith(other)
        return one.endswith(other) if self.ends else one == other


def _texts(event: Event, path: str) -> list[str]:
    return [text.lower() for value in values_at(event, path) for text in texts_of(value)]
