"""What a step comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.patching.states import Step


@dataclass(frozen=True, slots=True)
class Next:
    """It is done: go on with that step, and remember the facts."""

    step: Step
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wait:
    """It is under way: look again then. `urgent`: people have to know now, as nothing goes on without them."""

    until: datetime
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not succeed. `untouched`: nothing was changed on the machine by it."""

    sentence: str
    untouched: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """Nobody can tell what happened: only a person may go on."""

    sentence: str


Outcome = Next | Wait | Failed | Unsure


class Halt(Exception):
    """Ends a step from within with an outcome."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome
