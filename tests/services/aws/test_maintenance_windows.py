from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Upstream
from core.maintenance import MaintenanceWindow, Target
from services.aws.crew import Crew
from services.aws.maintenance_windows import MaintenanceWindows
from services.aws.session import Aws
from tests.services.aws.wire import Asked, Wire, aws_error, fails, paged

ONE, TWO = "mw-00000000000000001", "mw-00000000000000002"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
WINDOW = MaintenanceWindow(ONE, "weekly", 3, ())


@pytest.fixture
def maintenance(aws: Aws) -> Iterator[MaintenanceWindows]:
    with Crew(4) as crew:
        yield MaintenanceWindows(aws, crew)


def identity(window_id: str, *, enabled: bool = True) -> dict[str, Any]:
    return {"WindowId": window_id, "Name": f"window-{window_id[-1]}", "Enabled": enabled, "Duration": 3, "Cutoff": 1}


def target(key: str, *values: str) -> dict[str, Any]:
    return {"WindowTargetId": "t" * 36, "Targets": [{"Key": key, "Values": list(values)}]}


def coming(*times: str) -> list[dict[str, str]]:
    return [{"WindowId": ONE, "Name": "weekly", "ExecutionTime": each} for each in times]


def test_enabled_windows_are_told_with_their_targets(maintenance: MaintenanceWindows, wire: Wire) -> None:
    wire.on("ssm", "DescribeMaintenanceWindows", paged("WindowIdentities", [[identity(ONE)], [identity(TWO)]]))
    wire.on("ssm", "DescribeMaintenanceWindowTargets", paged("Targets", [[target("tag:Role", "web")]]))
    found = maintenance.enabled()
    assert [each.window_id for each in found] == [ONE, TWO]
    assert found[0].duration_h == 3
    assert found[0].targets == ((Target("tag:Role", ("web",)),),)


def test_a_disabled_window_is_left_out_and_none_need_no_more_questions(
    maintenance: MaintenanceWindows, wire: Wire
) -> None:
    wire.on("ssm", "DescribeMaintenanceWindows", paged("WindowIdentities", [[identity(ONE, enabled=False)]]))
    assert maintenance.enabled() == ()
    assert len(wire.asked) == 1


def test_runs_are_read_until_one_lies_beyond_the_time_and_told_in_utc(
    maintenance: MaintenanceWindows, wire: Wire
) -> None:
    pages = [coming("2026-11-22T03:00-08:00"), coming("2026-11-29T03:00-08:00"), coming("2026-12-06T03:00-08:00")]
    wire.on("ssm", "DescribeMaintenanceWindowSchedule", paged("ScheduledWindowExecutions", pages))
    (run,) = maintenance.runs([WINDOW], NOW + timedelta(days=7))
    assert (run.start, run.end - run.start) == (datetime(2026, 11, 22, 11, tzinfo=UTC), timedelta(hours=3))
    assert len(wire.asked) == 2


def test_runs_of_several_windows_are_told_soonest_first(maintenance: MaintenanceWindows, wire: Wire) -> None:
    def answer(asked: Asked) -> Mapping[str, Any]:
        return {"ScheduledWindowExecutions": coming(f"2026-11-2{3 if asked['WindowId'] == ONE else 1}T03:00Z")}

    wire.on("ssm", "DescribeMaintenanceWindowSchedule", answer)
    found = maintenance.runs([WINDOW, MaintenanceWindow(TWO, "other", 1, ())], NOW + timedelta(days=7))
    assert [run.window.window_id for run in found] == [TWO, ONE]


@pytest.mark.parametrize("failing", ["DescribeMaintenanceWindows", "DescribeMaintenanceWindowTargets"])
def test_a_window_that_could_not_be_read_is_never_left_out_in_silence(
    maintenance: MaintenanceWindows, wire: Wire, failing: str
) -> None:
    wire.on("ssm", "DescribeMaintenanceWindows", paged("WindowIdentities", [[identity(ONE)]]))
    wire.on("ssm", "DescribeMaintenanceWindowTargets", paged("Targets", [[]]))
    wire.on("ssm", failing, fails(aws_error("AccessDeniedException")))
    with pytest.raises(Upstream, match=failing):
        maintenance.enabled()
