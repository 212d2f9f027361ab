"""The answer about what lies ahead: our patches as they are stored, and what Systems Manager has planned."""

from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.answers.schedule import Schedule, ScheduledWork
from core.clock import Clock
from core.conflicts import Conflict
from core.errors import AssistantError, Upstream
from core.fleet import Instance
from core.gaps import Gap
from core.maintenance import Run
from core.place import Place
from core.progress import Progress
from core.schedule import AHEAD, clashes, in_order, patch_work, schedule_summary, unresolved, window_work
from services.aws.change_calendar import ChangeCalendar
from services.aws.crew import Crew
from services.aws.deadline import answering_within, patience_s
from services.aws.ec2 import Ec2
from services.aws.maintenance_windows import MaintenanceWindows
from services.aws.session import Aws
from workflows.fresh import Fresh
from workflows.patching.records import Records
from workflows.told import told

_THREADS = 16
# The first questions end before the last do, as some of those follow from their answers.
_FIRST = 0.6


@dataclass(frozen=True, slots=True)
class Sources:
    """Who is asked, and which change calendars about."""

    ec2: Ec2
    calendar: ChangeCalendar
    maintenance: MaintenanceWindows
    calendars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Around:
    """What AWS tells."""

    fleet: tuple[Instance, ...]
    runs: tuple[Run, ...]
    closed: tuple[Conflict, ...]
    gaps: tuple[Gap, ...]
    place: Place


class Schedules:
    """Reads patches anew for each answer; what AWS tells is kept for `keep_s` seconds unless something failed."""

    def __init__(
        self, aws: Aws, sources: Sources, records: Records, clock: Clock, keep_s: float, deadline_s: float
    ) -> None:
        self._aws = aws
        self._from = sources
        self._records = records
        self._clock = clock
        self._deadline_s = deadline_s
        self._crew = Crew(_THREADS, thread_name_prefix="schedule")
        self._kept: Fresh[_Around] = Fresh(clock, keep_s, lambda around: not around.gaps)

    def ahead(self, days_ahead: int, progress: Progress) -> Schedule:
        """Everything within so many days.

        Raises:
            Upstream: AWS does not say which account this is.
        """
        now = self._clock.now()
        until = now + timedelta(days=days_ahead)

        def ask() -> _Around:
            with answering_within(self._deadline_s):
                return self._around(now, until, progress)

        around = self._kept.get(days_ahead, ask)
        patches, gaps = self._patches()
        soon = [work for work in patches if not work.start or work.start < until]
        works = in_order((*soon, *window_work(around.runs, around.fleet)))
        found = clashes(works, around.runs, around.closed, around.fleet)
        later, partial = len(patches) - len(soon), (*gaps, *around.gaps)
        age_s = max(0.0, (now - around.place.asked_at).total_seconds())
        return Schedule(
            scheduled=works,
            conflicts=found,
            summary=schedule_summary(works, found, later, days_ahead, whole=not partial),
            days_ahead=days_ahead,
            later=later,
            closed=around.closed,
            partial=partial,
            place=around.place.model_copy(update={"age_s": age_s}),
        )

    def _patches(self) -> tuple[list[ScheduledWork], tuple[Gap, ...]]:
        """Our patches, and a hole for each state whose patches cannot all be read."""
        works: dict[str, ScheduledWork] = {}
        gaps = []
        for state in AHEAD:
            try:
                for patch in self._records.patches(state):
                    works[patch.workflow.workflow_id] = patch_work(self._records.standing(patch))
            except AssistantError as error:
                gaps.append(Gap(what=f"all patches that are {state}", why=error.sentence, advice=error.advice))
        return list(works.values()), tuple(gaps)

    def _around(self, now: datetime, until: datetime, progress: Progress) -> _Around:
        progress.say("Reading maintenance windows and change calendars")
        began = self._clock.monotonic()
        account = self._crew.submit(lambda: self._aws.account)
        fleet = self._crew.submit(self._from.ec2.instances)
        windows = self._crew.submit(self._from.maintenance.enabled)
        closings = self._crew.submit(self._from.calendar.closings, self._from.calendars, now, until)
        _wait(account, fleet, windows, share=_FIRST)
        if not account.done():
            raise Upstream.timed_out("GetCallerIdentity")
        known = told(fleet, "names, tags and peers of the instances")
        found = told(windows, "which maintenance windows there are")
        instances = known.answer.instances if known.answer else ()
        hitting = [each for each in found.answer or () if any(each.hits(one) for one in instances)]
        runs = self._crew.submit(self._from.maintenance.runs, hitting, until)
        _wait(runs, closings, share=1)
        ahead, closed = told(runs, "when maintenance windows run"), told(closings, "when change calendars are closed")
        return _Around(
            fleet=instances,
            runs=ahead.answer or (),
            closed=closed.answer.conflicts if closed.answer else (),
            gaps=(
                *known.gaps,
                *found.gaps,
                *ahead.gaps,
                *(closed.answer.gaps if closed.answer else closed.gaps),
                *unresolved(found.answer or (), instances),
            ),
            place=Place(
                account=account.result(),
                region=self._aws.region,
                asked_at=now,
                took_s=self._clock.monotonic() - began,
            ),
        )


def _wait(*futures: Future[Any], share: float) -> None:
    """Until all are answered, or this share of the time is up that is left."""
    patience = patience_s()
    wait(futures, timeout=None if patience is None else patience * share)
