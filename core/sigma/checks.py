"""What can be asked of one value: is it this text, that number, in this network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Network, IPv6Network, ip_address
from operator import eq, ge, gt, le, lt
from typing import Literal, Protocol

from core.sigma.values import texts_of

Sign = Literal["==", ">", ">=", "<", "<="]


class Wild(Enum):
    """What may stand in a text of a rule for anything."""

    MANY = "*"
    ONE = "?"


class Check(Protocol):
    """A question about one value."""

    def holds(self, value: object) -> bool:
        """Whether the value is what is asked for."""
        ...


class Pattern(Protocol):
    """A regular expression; whoever compiles it sees to it that no text can make it slow."""

    def search(self, text: str, /) -> object:
        """Something true where the text holds it."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A text with wildcards, in any case unless `cased`. `parts` are the letters and wildcards in order."""

    parts: tuple[str | Wild, ...]
    cased: bool = False

    def holds(self, value: object) -> bool:
        """Whether any way to write the value as a text matches the whole of the parts."""
        parts = self.parts if self.cased else tuple(_lower(part) for part in self.parts)
        return any(_matches(text if self.cased else text.lower(), parts) for text in texts_of(value))

    def found_in(self, value: object) -> bool:
        """Whether it stands anywhere in the value."""
        return Text((Wild.MANY, *self.parts, Wild.MANY), self.cased).holds(value)

    @property
    def literal(self) -> str | None:
        """The only text it can be, in lower case; None where it has a wildcard."""
        letters = [part for part in self.parts if isinstance(part, str)]
        return "".join(letters).lower() if len(letters) == len(self.parts) else None


@dataclass(frozen=True, slots=True)
class Number:
    """Compared with a number, which may be written as a text."""

    number: float
    how: Sign = "=="

    def holds(self, value: object) -> bool:
        """Whether the value is a number in that relation; truth values are none."""
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return False
        try:
            number = float(value)
        except (ValueError, OverflowError):
            return False
        return _COMPARED[self.how](number, self.number)


_COMPARED: Mapping[Sign, Callable[[float, float], bool]] = {
    "==": eq,
    ">": gt,
    ">=": ge,
    "<": lt,
    "<=": le,
}


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false, also where an event writes it as a text."""

    truth: bool

    def holds(self, value: object) -> bool:
        """Whether it is that one."""
        wanted = "true" if self.truth else "false"
        return value is self.truth or (isinstance(value, str) and value.lower() == wanted)


@dataclass(frozen=True, slots=True)
class Network:
    """An address within a network."""

    network: IPv4Network | IPv6Network

    def holds(self, value: object) -> bool:
        """Whether the value is an address in it; names of services are none."""
        try:
            return isinstance(value, str) and ip_address(value.strip()) in self.network
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression found anywhere in the value."""

    pattern: Pattern

    def holds(self, value: object) -> bool:
        """Whether any way to write the value as a text has it."""
        return any(bool(self.pattern.search(text)) for text in texts_of(value))


def _lower(part: str | Wild) -> str | Wild:
    return part.lower() if isinstance(part, str) else part


def _matches(text: str, parts: tuple[str | Wild, ...]) -> bool:
    """Whether a text is what the parts say."""
    if Wild.ONE in parts:
        return _walked(text, [letter for part in parts for letter in (part if isinstance(part, str) else [part])])
    pieces = "".join(part if isinstance(part, str) else "\0" for part in parts).split("\0")
    return _in_order(text, pieces)


def _in_order(text: str, pieces: list[str]) -> bool:
    """Whether a text begins with the first piece, ends with the last, and has the others in between in order."""
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return text == first
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in pieces[1:-1]:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _walked(text: str, wanted: list[str | Wild]) -> bool:
    """The same with single wildcards; time grows with the product of both lengths at most.

    A regular expression made of the wildcards could be made to take exponential time by whoever writes the event.
    """
    at = place = 0
    star, resumed = -1, 0
    while at < len(text):
        if place < len(wanted) and (wanted[place] is Wild.ONE or wanted[place] == text[at]):
            at, place = at + 1, place + 1
        elif place < len(wanted) and wanted[place] is Wild.MANY:
            star, resumed = place, at
            place += 1
        elif star >= 0:
            resumed += 1
            at, place = resumed, star + 1
        else:
            return False
    return all(each is Wild.MANY for each in wanted[place:])
