"""What speaks against doing something to a machine at a certain time."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from core.model import Model


class ConflictKind(StrEnum):
    """Why a time is a bad one."""

    CALENDAR_CLOSED = "change calendar closed"
    ROLE_EMPTY = "nobody left in the role"
    MAINTENANCE_WINDOW = "maintenance window"
    PEER_WINDOW = "maintenance window of a peer"
    PATCH = "another patch"
    PEER_PATCH = "patch of a peer"
    BUSINESS_HOURS = "business hours"
    RECURRING_PEAK = "recurring peak"


FORBIDDING = frozenset({ConflictKind.CALENDAR_CLOSED, ConflictKind.ROLE_EMPTY})


class Conflict(Model):
    """A time that is taken or closed; `says` is the reason in one sentence, without its times."""

    kind: ConflictKind
    start: datetime
    end: datetime
    says: str

    @property
    def forbids(self) -> bool:
        """Whether nothing may be done at this time; other conflicts only speak against it."""
        return self.kind in FORBIDDING

    def meets(self, start: datetime, end: datetime) -> bool:
        """Whether some moment lies in both."""
        return self.start < end and start < self.end


def meeting(conflicts: Iterable[Conflict], start: datetime, end: datetime) -> tuple[Conflict, ...]:
    """Those that meet a time, each reason once."""
    found = {each.says: each for each in reversed(list(conflicts)) if each.meets(start, end)}
    return tuple(sorted(found.values(), key=lambda each: (not each.forbids, each.start)))


def joined(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """In order, those of one reason that meet or touch made one: a window that runs every hour is one long time."""
    last: dict[tuple[ConflictKind, str], Conflict] = {}
    ended: list[Conflict] = []
    for each in sorted(conflicts, key=lambda each: each.start):
        before = last.get((each.kind, each.says))
        if before and each.start <= before.end:
            last[each.kind, each.says] = before.model_copy(update={"end": max(before.end, each.end)})
        else:
            ended += [before] if before else []
            last[each.kind, each.says] = each
    return tuple(sorted((*ended, *last.values()), key=lambda each: each.start))
