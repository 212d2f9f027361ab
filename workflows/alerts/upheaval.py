"""Our own work and planned maintenance: what they cause on a machine wakes nobody, and says so."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.alerts.alert import Alert
from core.answers.schedule import ScheduledWork
from core.clock import Clock
from core.errors import AssistantError
from core.patching.states import State
from workflows.patching.records import Records

AFTERMATH = timedelta(minutes=10)
"""How long after the last look at a running patch or a window its alerts are still taken as caused by it."""

_PATCHES_REREAD_S, _WINDOWS_REREAD_S = 5.0, 600.0
_INSTANCE = re.compile(r"\bi-[0-9a-f]{8,17}\b")


@dataclass(frozen=True, slots=True)
class Cover:
    """Why an alert is no surprise, and until when."""

    why: str
    until: datetime


class Upheavals(Protocol):
    """Whatever makes alerts that nobody needs to be woken by."""

    def cover(self, alert: Alert) -> Cover | None:
        """What causes this alert, None where nothing planned does."""
        ...


class Upheaval:
    """Knows which machines are being patched, and which are in a maintenance window of Systems Manager.

    `windows` asks for planned work; where it fails, alerts are told as usual.
    """

    def __init__(self, records: Records, windows: Callable[[], Iterable[ScheduledWork]], clock: Clock) -> None:
        self._records = records
        self._windows = windows
        self._clock = clock
        self._patched: dict[str, str] = {}
        self._planned: tuple[ScheduledWork, ...] = ()
        self._patches_again = self._windows_again = 0.0

    def cover(self, alert: Alert) -> Cover | None:
        """See `Upheavals.cover`."""
        machines = instances_in(alert)
        if not machines:
            return None
        now = self._clock.now()
        self._look()
        for machine in machines:
            if patch := self._patched.get(machine):
                return Cover(f"patch {patch} is running on {machine}", now + AFTERMATH)
        for work in self._planned:
            on = {target.instance_id for target in work.on} & machines
            if on and work.start and work.end and work.start <= now < work.end + AFTERMATH:
                return Cover(f"maintenance window {work.what} is open for {min(on)}", work.end + AFTERMATH)
        return None

    def _look(self) -> None:
        now = self._clock.monotonic()
        if now >= self._patches_again:
            self._patches_again = now + _PATCHES_REREAD_S
            self._patched = self._running()

    def refresh_windows(self) -> None:
        """Ask for planned work again when it is time; it may take long, so it has a thread of its own to call it."""
        now = self._clock.monotonic()
        if now < self._windows_again:
            return
        self._windows_again = now + _WINDOWS_REREAD_S
        try:
            self._planned = tuple(work for work in self._windows() if work.kind == "maintenance window")
        except AssistantError:
            self._planned = ()

    def _running(self) -> dict[str, str]:
        found: dict[str, str] = {}
        try:
            for state in (State.RUNNING, State.ROLLING_BACK):
                for patch in self._records.patches(state):
                    plan = self._records.approved_plan(patch.workflow).plan
                    found |= {machine.instance_id: patch.workflow.workflow_id for machine in plan.machines}
        except AssistantError:
            return found
        return found


def instances_in(alert: Alert) -> frozenset[str]:
    """The EC2 instances that an alert names."""
    said = " ".join((alert.resource, alert.service, alert.title, *alert.labels.values()))
    return frozenset(_INSTANCE.findall(said))
