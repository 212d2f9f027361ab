"""Change calendars and maintenance windows that answer at once what a test told them to, or fail as told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from core.business_hours import parse_business_hours
from core.clock import Clock
from core.conflicts import Conflict
from core.gaps import Gap
from core.maintenance import MaintenanceWindow, Run
from services.aws.change_calendar import ChangeCalendar, Closings
from services.aws.maintenance_windows import MaintenanceWindows
from tests.workflows.fakes import DENIED, Account, FakeAws, FakeEc2
from tests.workflows.measurements import CREW, FakeCloudWatch, Machine
from workflows.patch_window import PatchWindows, Rules
from workflows.window_facts import Sources


@dataclass
class Plans:
    """What lies ahead. `failing` names what is refused: enabled, runs."""

    closed: tuple[Conflict, ...] = ()
    calendar_gaps: tuple[Gap, ...] = ()
    runs: tuple[Run, ...] = ()
    windows: tuple[MaintenanceWindow, ...] = ()
    failing: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)


class FakeCalendar(ChangeCalendar):
    def __init__(self, account: Account, plans: Plans) -> None:
        super().__init__(FakeAws(account), CREW)
        self._plans = plans

    def closings(self, names: Sequence[str], start: datetime, until: datetime) -> Closings:
        self._plans.asked += names
        assert start < until
        return Closings(self._plans.closed, self._plans.calendar_gaps)


class FakeMaintenance(MaintenanceWindows):
    def __init__(self, account: Account, plans: Plans) -> None:
        super().__init__(FakeAws(account), CREW)
        self._plans = plans

    def enabled(self) -> tuple[MaintenanceWindow, ...]:
        if "enabled" in self._plans.failing:
            raise DENIED
        return self._plans.windows or tuple({run.window for run in self._plans.runs})

    def runs(self, windows: Sequence[MaintenanceWindow], until: datetime) -> tuple[Run, ...]:
        if "runs" in self._plans.failing:
            raise DENIED
        return tuple(run for run in self._plans.runs if run.window in windows and run.start < until)


def patch_windows(
    account: Account, machine: Machine, plans: Plans, clock: Clock, *, hours: str = "", zone: str = "UTC"
) -> PatchWindows:
    sources = Sources(
        FakeEc2(account),
        FakeCloudWatch(account, machine),
        FakeCalendar(account, plans),
        FakeMaintenance(account, plans),
        ("freeze",),
    )
    rules = Rules(ZoneInfo(zone), parse_business_hours(hours), 60)
    return PatchWindows(FakeAws(account), sources, rules, clock, 300, 5.0)
