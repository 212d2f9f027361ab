"""What lies ahead is put in order, and what clashes is found."""

import pytest

from core.answers.schedule import Clash, ScheduledWork
from core.conflicts import Conflict, ConflictKind
from core.maintenance import MaintenanceWindow, Run, Target
from core.patching.states import State
from core.patching.workflow import BreakGlass
from core.schedule import clashes, in_order, patch_work, schedule_summary, unresolved, window_work
from tests.core.examples import NOW
from tests.core.schedules import AARON, DAY, FLEET, HOUR, maintenance, standing, window


def kinds(found: tuple[Clash, ...]) -> list[tuple[str, ConflictKind]]:
    return [(clash.work_id[-1], clash.conflict.kind) for clash in found]


def against(*works: ScheduledWork, runs: tuple[Run, ...] = (), closed: tuple[Conflict, ...] = ()) -> tuple[Clash, ...]:
    return clashes(works, runs, closed, FLEET)


def test_a_patch_is_told_with_when_on_what_and_who() -> None:
    work = patch_work(standing(machines=(1, 2)))
    assert (work.what, work.start, work.end) == ("openssl", NOW + DAY, NOW + DAY + 2 * HOUR)
    assert [each.name for each in work.on] == ["web-1", "web-2"]
    assert (work.approved_by, work.approvals_needed, work.state) == ((AARON,), 1, State.SCHEDULED)


def test_a_patch_whose_window_is_waived_has_no_time_and_one_that_runs_has_a_beginning() -> None:
    glass = BreakGlass(user_id=AARON, at=NOW, reason="exploited now")
    assert patch_work(standing(break_glass=glass)).start is None
    running = patch_work(standing(state=State.RUNNING, started_at=NOW))
    assert (running.start, running.end) == (NOW, None)


def test_a_maintenance_window_stands_once_with_its_next_run_and_those_after() -> None:
    runs = maintenance("nightly", 1, 2, times=7)
    (work,) = window_work(reversed(runs), FLEET)
    assert (work.start, work.runs, work.last) == (NOW + DAY, 7, NOW + 7 * DAY)
    assert [each.name for each in work.on] == ["web-1", "web-2"]


def test_a_window_that_hits_none_of_the_machines_is_left_out() -> None:
    assert window_work(maintenance("other", 9), FLEET) == ()


def test_what_may_begin_at_any_moment_comes_first_then_the_soonest() -> None:
    at_once = patch_work(standing(3, state=State.APPROVED, window=None))
    late, soon = (patch_work(standing(number, window=window(NOW + days * DAY))) for number, days in ((1, 5), (2, 1)))
    assert [work.work_id[-1] for work in in_order([late, soon, at_once])] == ["3", "2", "1"]


def test_a_maintenance_window_on_the_same_machine_clashes_and_one_at_another_time_does_not() -> None:
    patch = patch_work(standing())
    runs = (*maintenance("nightly", 1), *maintenance("later", 1, start=NOW + 3 * DAY))
    (found,) = against(patch, runs=runs)
    assert (found.conflict.kind, found.on) == (ConflictKind.MAINTENANCE_WINDOW, ("web-1",))
    assert "nightly" in found.conflict.says


def test_a_window_that_takes_the_last_peer_forbids_a_patch() -> None:
    found = against(patch_work(standing()), runs=tuple(maintenance("peers", 2)))
    assert kinds(found) == [("1", ConflictKind.ROLE_EMPTY), ("1", ConflictKind.PEER_WINDOW)]


def test_two_patches_of_one_machine_at_one_time_clash_with_each_other() -> None:
    found = against(patch_work(standing(1)), patch_work(standing(2)))
    assert kinds(found) == [("1", ConflictKind.PATCH), ("2", ConflictKind.PATCH)]


def test_patches_of_peers_at_one_time_clash_and_those_of_strangers_do_not() -> None:
    peers = against(patch_work(standing(1)), patch_work(standing(2, machines=(2,))))
    assert kinds(peers) == [("1", ConflictKind.PEER_PATCH), ("2", ConflictKind.PEER_PATCH)]
    assert peers[0].conflict.says == "The patch w-20261120-000002 works on web-2 of the role web at the same time."
    assert against(patch_work(standing(1)), patch_work(standing(2, machines=(3,)))) == ()


def test_a_reason_that_several_machines_share_is_told_once_with_their_names() -> None:
    found = against(patch_work(standing(machines=(1, 2))), runs=tuple(maintenance("nightly", 1, 2)))
    assert [each.on for each in found if each.conflict.kind is ConflictKind.MAINTENANCE_WINDOW] == [("web-1", "web-2")]


def test_a_closed_calendar_forbids_patches_and_maintenance_windows_that_run_into_it() -> None:
    closed = Conflict(kind=ConflictKind.CALENDAR_CLOSED, start=NOW + DAY, end=NOW + 2 * DAY, says="It is closed.")
    runs = tuple(maintenance("nightly", 3, times=3))
    works = (patch_work(standing()), *window_work(runs, FLEET))
    assert kinds(against(*works, runs=runs, closed=(closed,))) == [
        ("y", ConflictKind.CALENDAR_CLOSED),
        ("1", ConflictKind.CALENDAR_CLOSED),
    ]


def test_a_machine_that_is_not_in_the_fleet_any_more_is_held_against_what_names_it() -> None:
    gone = patch_work(standing(machines=(9,)))
    assert kinds(against(gone, runs=tuple(maintenance("nightly", 9)))) == [("1", ConflictKind.MAINTENANCE_WINDOW)]


def test_a_patch_that_ends_when_the_other_begins_does_not_clash() -> None:
    after = standing(2, window=window(NOW + DAY + 2 * HOUR))
    assert against(patch_work(standing(1)), patch_work(after)) == ()


def test_a_window_whose_machines_cannot_be_told_is_a_gap() -> None:
    group = MaintenanceWindow("mw-1", "grouped", 1, ((Target("resource-groups:Name", ("web",)),),))
    (gap,) = unresolved([group, maintenance("nightly", 1)[0].window], FLEET)
    assert gap.what == "which machines grouped works on"
    assert unresolved([maintenance("other", 9)[0].window], FLEET) == ()


@pytest.mark.parametrize(
    ("numbers", "later", "whole", "said"),
    [
        ((), 0, True, "Nothing in the next 14 days."),
        ((1,), 0, True, "1 patch and no maintenance windows in the next 14 days, 1 of the patches waits for approval."),
        ((), 2, True, "Nothing in the next 14 days; 2 patches later."),
        ((), 0, False, "Nothing was found in the next 14 days. Not all of it could be read."),
    ],
)
def test_one_sentence_says_what_lies_ahead(numbers: tuple[int, ...], later: int, whole: bool, said: str) -> None:  # noqa: FBT001  a case
    works = [patch_work(standing(number, state=State.WAITING)) for number in numbers]
    assert schedule_summary(works, (), later, 14, whole=whole) == said
