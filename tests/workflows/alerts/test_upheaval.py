"""Our own work and planned maintenance as reasons for alerts."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace as Shape
from typing import Any

from core.alerts.alert import Alert
from core.answers.schedule import ScheduledWork, Target
from core.errors import Cause, Upstream
from core.patching.states import State
from tests.workflows.alerts.alerting import MovedClock
from workflows.alerts.upheaval import AFTERMATH, Upheaval, instances_in

PATCHED, PLANNED, OTHER = "i-0aaaaaaaa", "i-0bbbbbbbb", "i-0cccccccc"


class Running:
    """One patch that runs on one machine; or a state that cannot be read."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken

    def patches(self, state: State) -> Iterator[Any]:
        if self.broken:
            raise Upstream("The state cannot be read.", cause=Cause.BROKEN, retryable=True)
        if state is State.RUNNING:
            yield Shape(workflow=Shape(workflow_id="w-1"))

    def approved_plan(self, workflow: object) -> Any:  # noqa: ANN401  stands in for a plan
        del workflow
        return Shape(plan=Shape(machines=[Shape(instance_id=PATCHED)]))


def window(clock: MovedClock) -> ScheduledWork:
    start = clock.now() + timedelta(minutes=30)
    on = (Target(instance_id=PLANNED, name="web-2"),)
    end = start + timedelta(hours=1)
    return ScheduledWork(kind="maintenance window", work_id="mw-1", what="weekly", on=on, start=start, end=end)


def upheaval(clock: MovedClock, *, broken: bool = False) -> Upheaval:
    made = Upheaval(Running(broken=broken), lambda: [window(clock)], clock)  # type: ignore[arg-type]
    made.refresh_windows()
    return made


def alert(instance: str) -> Alert:
    return Alert(fingerprint="f", title="Host is down", labels={"InstanceId": instance})


def test_a_patch_that_runs_covers_its_machines_and_no_others() -> None:
    clock = MovedClock()
    looking = upheaval(clock)
    cover = looking.cover(alert(PATCHED))
    assert cover is not None
    assert (cover.why, cover.until) == (f"patch w-1 is running on {PATCHED}", clock.now() + AFTERMATH)
    assert looking.cover(alert(OTHER)) is None


def test_a_maintenance_window_covers_its_machines_while_it_is_open() -> None:
    clock = MovedClock()
    looking = upheaval(clock)
    assert looking.cover(alert(PLANNED)) is None
    clock.move(minutes=40)
    cover = looking.cover(alert(PLANNED))
    assert cover is not None
    assert "weekly" in cover.why
    clock.move(hours=2)
    assert looking.cover(alert(PLANNED)) is None


def test_where_nothing_can_be_looked_up_alerts_are_told_as_usual() -> None:
    assert upheaval(MovedClock(), broken=True).cover(alert(PATCHED)) is None


def test_machines_are_found_wherever_an_alert_names_them() -> None:
    found = instances_in(Alert(fingerprint="f", title=f"{PATCHED} is down", resource=f"arn:x/{PLANNED}"))
    assert found == {PATCHED, PLANNED}
