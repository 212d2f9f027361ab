"""What security answers are made from, as small interfaces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.detections import Detection
from core.gaps import Gap
from core.outside import OutsideFinding, Source
from core.sigma.rule import OwnRule
from workflows.trail import TrailAnswer

Event = Mapping[str, object]


class AccountTrail(Protocol):
    """The account's events; see `workflows.trail`."""

    def events(self, since: datetime, until: datetime) -> TrailAnswer:
        """What happened between two moments, within a few seconds; nothing is raised."""
        ...


@dataclass(frozen=True, slots=True)
class Joined:
    """What AWS's own services found, which of them were asked, and what could not be learnt."""

    findings: tuple[OutsideFinding, ...] = ()
    sources: tuple[Source, ...] = ()
    gaps: tuple[Gap, ...] = ()


class ServiceFindings(Protocol):
    """AWS's own security services."""

    def since(self, moment: datetime) -> Joined:
        """What they have found since a moment; nothing is raised."""
        ...


class RulesStanding(Protocol):
    """How a folder of rules stands; see `services.sigma.folder`."""

    @property
    def rules(self) -> tuple[OwnRule, ...]:
        """Those in use."""
        ...

    @property
    def problems(self) -> tuple[str, ...]:
        """Why others cannot be used, each with its file's name."""
        ...

    @property
    def others(self) -> int:
        """How many are for other logs."""
        ...

    @property
    def version(self) -> int:
        """Another one whenever they have changed."""
        ...


class OwnRules(Protocol):
    """The team's own rules."""

    def standing(self) -> RulesStanding:
        """As they are now."""
        ...

    def detections(self, events: Sequence[Event]) -> tuple[Detection, ...]:
        """What they find."""
        ...


@dataclass(frozen=True, slots=True)
class _Standing:
    problems: tuple[str, ...]
    rules: tuple[OwnRule, ...] = ()
    others: int = 0
    version: int = 0


class NoOwnRules:
    """Where there are none; `problem` says why, where some were meant to be there."""

    def __init__(self, problem: str = "") -> None:
        self._standing = _Standing((problem,) if problem else ())

    def standing(self) -> RulesStanding:
        """No rules."""
        return self._standing

    def detections(self, events: Sequence[Event]) -> tuple[Detection, ...]:
        """Nothing."""
        del events
        return ()
