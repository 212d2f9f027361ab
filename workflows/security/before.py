"""What changed things were like before, asked of AWS Config for the changes that deserve a look."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, wait
from datetime import datetime
from typing import Protocol

from core.clock import Clock
from core.drift import ConfigChange
from core.drift.recorded import kind_of, recorded
from core.findings import Severity
from core.gaps import Gap
from core.resource_history import ResourceHistory
from services.aws.crew import Crew
from services.aws.deadline import answering_within, patience_s

MOST_ASKED = 12
"""Resources per answer: Config lets an account ask for few histories a second."""
PATIENCE_S = 4.0
_NOTABLE = frozenset({Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM})
_WHAT = "what changed things were like before"

Found = Sequence[tuple[int, ConfigChange]]


class Histories(Protocol):
    """What AWS Config recorded."""

    def of(self, resource_type: str, resource_id: str, since: datetime, until: datetime) -> ResourceHistory:
        """Items of a resource between two moments, and the one before them; nothing is raised."""
        ...


class Recorded(Protocol):
    """Whoever knows what things were like before."""

    def of(self, found: Found, since: datetime) -> tuple[Found, tuple[Gap, ...]]:
        """The changes with what was before them, and why that is not known of some; nothing is raised."""
        ...


class NothingRecorded:
    """Where nobody is asked."""

    def of(self, found: Found, since: datetime) -> tuple[Found, tuple[Gap, ...]]:
        """The changes as they are."""
        del since
        return found, ()


class Before:
    """Asks side by side, and waits a few seconds at most: the changes themselves are told already."""

    def __init__(self, histories: Histories, crew: Crew, clock: Clock, patience_s: float = PATIENCE_S) -> None:
        self._histories = histories
        self._crew = crew
        self._clock = clock
        self._patience_s = patience_s

    def of(self, found: Found, since: datetime) -> tuple[Found, tuple[Gap, ...]]:
        """The changes with what was before them, and why that is not known of some; one line per reason."""
        wanted = list(dict.fromkeys((kind, each.resource) for _, each in _worst(found) if (kind := kind_of(each))))
        with answering_within(self._patience_s, self._clock):
            asked = {
                (kind, name): self._crew.submit(self._histories.of, kind, name, since, self._clock.now())
                for kind, name in wanted[:MOST_ASKED]
            }
            wait(asked.values(), timeout=patience_s())
        told = {each: future.result() for each, future in asked.items() if _answered(future)}
        histories = [told.get((kind_of(change), change.resource)) for _, change in found]
        changes = [
            (place, recorded(change, history) if history else change)
            for (place, change), history in zip(found, histories, strict=True)
        ]
        return changes, tuple(_gaps(told.values(), len(asked) - len(told)))


def _worst(found: Found) -> list[tuple[int, ConfigChange]]:
    """Those that weaken something or make it safer, the worst first; nothing was changed by the others."""
    ranked = list(Severity)
    notable = [each for each in found if each[1].outcome == "done" and _deserves(each[1])]
    return sorted(notable, key=lambda each: ranked.index(each[1].severity))


def _deserves(change: ConfigChange) -> bool:
    return change.good_news or change.severity in _NOTABLE


def _answered(future: Future[ResourceHistory]) -> bool:
    if not future.done():
        future.cancel()
        return False
    return future.exception() is None


def _gaps(histories: Iterable[ResourceHistory], late: int) -> list[Gap]:
    """One line for each reason, since Config that is not enabled is so for all of them."""
    by_reason = {gap.why: gap for history in histories for gap in history.gaps}
    gaps = [gap.model_copy(update={"what": _WHAT}) for gap in by_reason.values()]
    if late:
        gaps.append(Gap(what=_WHAT, why=f"AWS Config had not told it of {late} of them in time.", by_choice=True))
    return gaps
