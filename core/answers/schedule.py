"""What is going to be done to machines: our patches, the maintenance windows of Systems Manager, and what clashes."""

from datetime import datetime
from typing import Literal

from core.conflicts import Conflict
from core.gaps import Gap
from core.model import Model
from core.patching.states import State
from core.place import Place


class Target(Model):
    """A machine, and what people call it."""

    instance_id: str
    name: str


class ScheduledWork(Model):
    """One patch, or one maintenance window with its `runs` within the days that were asked about.

    `work_id` is the patch's or the window's id. `start` None: as soon as it is approved; `end` None: nobody knows.
    `last` is when the last of several runs begins. What follows is told of patches only: `state`, who asked, who has
    approved (Slack user ids) of how many it takes, and `rule`, by which it was approved where no person did.
    """

    kind: Literal["patch", "maintenance window"]
    work_id: str
    what: str
    on: tuple[Target, ...]
    start: datetime | None
    end: datetime | None
    zone: str = "UTC"
    runs: int = 1
    last: datetime | None = None
    state: State | None = None
    requested_by: str = ""
    approved_by: tuple[str, ...] = ()
    approvals_needed: int = 0
    rule: str = ""


class Clash(Model):
    """Something that speaks against a piece of scheduled work, and on which of its machines (none named: all)."""

    work_id: str
    what: str
    conflict: Conflict
    on: tuple[str, ...] = ()


class Schedule(Model):
    """Work within `days_ahead`, soonest first, and all that speaks against it.

    `later` counts patches whose window lies beyond. `closed` is when change calendars are closed.
    """

    scheduled: tuple[ScheduledWork, ...]
    conflicts: tuple[Clash, ...]
    summary: str
    days_ahead: int
    later: int
    closed: tuple[Conflict, ...]
    partial: tuple[Gap, ...]
    place: Place
