"""The picture of the load around a patch's window."""

from pathlib import Path

import pytest

from bot.window_chart import WindowChart
from core.patching.plan import Plan, PlannedWindow
from services.store.files import Files
from tests.commands.caller import small_account
from tests.core.examples import StillClock, instance_id
from tests.core.patching.examples import AT, plan, planned_machine
from tests.workflows.fakes import Account
from tests.workflows.measurements import Machine
from tests.workflows.windows import Plans, patch_windows

WINDOW = PlannedWindow(start=AT, end=AT, zone="UTC")


def planned(number: int = 1, window: PlannedWindow | None = WINDOW) -> Plan:
    return plan(machines=(planned_machine(instance_id(number)),), window=window)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path, StillClock())


def charting(files: Files, account: Account | None = None) -> WindowChart:
    return WindowChart(patch_windows(account or small_account(), Machine(), Plans(), StillClock()), files)


def test_a_plan_without_a_window_has_no_picture(files: Files) -> None:
    assert charting(files).of(planned(window=None)) is None


def test_a_machine_that_is_gone_costs_the_picture_and_nothing_else(files: Files) -> None:
    assert charting(files).of(planned(9)) is None


def test_the_picture_is_kept_and_described(files: Files) -> None:
    made = charting(files).of(planned())
    assert made
    assert files.get(made.digest).startswith(b"\x89PNG")
    assert made.name.startswith("patch-window-i-")
    assert made.alt_text
