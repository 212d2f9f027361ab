"""Answers about patch windows of web-1, of which a test names only what it is about."""

from datetime import timedelta
from typing import Unpack

from core.answers.patch_window import PatchWindow
from core.conflicts import Conflict, ConflictKind
from core.gaps import Gap
from tests.core.examples import NOW, PLACE, instance
from tests.core.windows.questions import Given, advice

CLOSED = Conflict(
    kind=ConflictKind.CALENDAR_CLOSED,
    start=NOW,
    end=NOW + timedelta(days=1),
    says="The change calendar freeze is closed.",
)
ALWAYS = CLOSED.model_copy(update={"end": NOW + timedelta(days=40)})
GAP = Gap(what="when maintenance windows run", why="AWS refused it.", advice="Add ssm:DescribeMaintenanceWindows.")


def windows_answer(partial: tuple[Gap, ...] = (), days_ahead: int = 7, **given: Unpack[Given]) -> PatchWindow:
    told = advice(**given)
    return PatchWindow(
        recommended_windows=told.windows,
        load_analysis=told.analysis,
        risk_assessment=told.risk,
        summary=told.summary,
        instance=instance(1),
        days_ahead=days_ahead,
        window_minutes=60,
        conflicts=tuple(given.get("conflicts", ())),
        peers=("web-2",),
        partial=partial,
        place=PLACE,
    )
