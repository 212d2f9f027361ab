"""The vocabulary in which detections are written: what is looked at, what decides, how grave, why, and what to do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto

from core.detections.answer import Category, Sureness
from core.detections.event import Event
from core.findings import Severity

CRITICAL, HIGH, MEDIUM = Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM
LOW, INFORMATIONAL = Severity.LOW, Severity.INFORMATIONAL

Condition = Callable[[Event], bool | Severity]


class Failures(Enum):
    """Which failed calls count: none (nothing changed), refused ones (somebody tried), or all of them."""

    NONE = auto()
    DENIED = auto()
    ALL = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a person reads below a detection: why it matters, what to check, what to do if it was an attack."""

    why: str
    check: tuple[str, ...]
    do: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A burst: at least so many different things within so long, by one caller or by what `by` says."""

    at_least: int
    minutes: int
    counts: Callable[[Event], Iterable[str]]
    by: Callable[[Event], str] = lambda event: event.who.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One detection.

    `calls` are those looked at, as "service:Call", or every call where it is empty. `when` looks at the arguments and
    may answer with a severity of its own. `by_tool` is the least severity where an infrastructure tool did it. With
    `once_in` a caller is named once within that time; with `window` only a burst is.
    """

    slug: str
    title: str
    severity: Severity
    technique: str
    calls: frozenset[str]
    advice: Advice
    when: Condition = lambda _: True
    failures: Failures = Failures.NONE
    by_tool: Severity | None = None
    once_in: timedelta | None = None
    window: Window | None = None
    confidence: Sureness = "medium"
    category: Category = "config_changes"
    services_too: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Several things that mean more together: calls ("iam:CreateUser") or detections (their slugs), within `minutes`.

    `by` says what they must have in common: the caller, or the user that they are about. With `ordered` the parts must
    come in their order. An event that completes it is one of the last part.
    """

    slug: str
    title: str
    severity: Severity
    technique: str
    category: Category
    parts: tuple[frozenset[str], ...]
    minutes: int
    advice: Advice
    by: Callable[[Event], str] = lambda event: event.who.key
    ordered: bool = True
    confidence: Sureness = "high"


def on(service: str, *names: str) -> frozenset[str]:
    """Calls of one service."""
    return frozenset(f"{service}:{name}" for name in names)


def advice(why: str, check: str, do: str) -> Advice:
    """Advice whose points are parted by semicolons."""
    return Advice(why=why, check=tuple(check.split("; ")), do=tuple(do.split("; ")))


def shelf(category: Category, *rules: Rule) -> tuple[Rule, ...]:
    """Rules of one category."""
    return tuple(replace(rule, category=category) for rule in rules)
