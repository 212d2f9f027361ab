"""What an area says about one call, before it is put into an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.detections.event import Event
from core.drift.answer import Area, Compliance
from core.findings import Severity

_KINDS = frozenset(["cluster", "detector", "group", "instance", "key", "policy", "role", "table", "trail", "user"])
Reader = Callable[[Event], "Said | None"]


@dataclass(frozen=True, slots=True)
class Said:
    """A change as if it was carried out. Controls stand by their ids in Foundational Security Best Practices.

    `breaks` and `meets` are sure; `touches` are those whose state the call alone does not tell.
    """

    what: str
    severity: Severity
    before: str = ""
    after: str = ""
    good: bool = False
    breaks: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    resource: str = ""

    @property
    def states(self) -> tuple[tuple[str, Compliance], ...]:
        """Every control with its state, what is broken first."""
        return (
            *((control, Compliance.NON_COMPLIANT) for control in self.breaks),
            *((control, Compliance.UNKNOWN) for control in self.touches),
            *((control, Compliance.COMPLIANT) for control in self.meets),
        )


@dataclass(frozen=True, slots=True)
class Plain:
    """A call whose name alone tells what it does; `{}` stands for what it was about."""

    what: str
    severity: Severity
    before: str = ""
    after: str = ""
    good: bool = False
    breaks: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()

    def of(self, event: Event) -> Said:
        """What it says about one event."""
        return Said(
            what=self.what.replace("{}", named(subject(event))).replace("  ", " ").strip(),
            severity=self.severity,
            before=self.before,
            after=self.after,
            good=self.good,
            breaks=self.breaks,
            meets=self.meets,
            touches=self.touches,
            resource=subject(event),
        )


@dataclass(frozen=True, slots=True)
class Readers:
    """What one area reads: by service and call (`iam:CreateUser`), plain ones and those whose arguments decide."""

    area: Area
    plain: Mapping[str, Plain]
    read: Mapping[str, Reader]

    def reader(self, call: str) -> Reader | None:
        """Who reads a call; None for one that is not of this area."""
        if call in self.read:
            return self.read[call]
        return self.plain[call].of if call in self.plain else None


def subject(event: Event) -> str:
    """What the call was about, for people; empty where it does not say."""
    return event.subject


def named(said: str) -> str:
    """What people call a thing: the last part of an ARN, without its kind."""
    if not said.startswith("arn:"):
        return said
    kind, slash, name = said.rpartition(":")[2].partition("/")
    return name if slash and kind in _KINDS else said.rpartition(":")[2]


def safer(what: str, *meets: str, before: str = "", after: str = "") -> Plain:
    """A call that makes something safer."""
    return Plain(what, Severity.INFORMATIONAL, before, after, good=True, meets=meets)
