"""The answer about patch windows."""

from datetime import datetime, timedelta

import pytest

from core.clock import Clock
from core.conflicts import Conflict, ConflictKind
from core.errors import NotFound
from core.gaps import Gap
from core.maintenance import MaintenanceWindow, Run, Target
from core.progress import Silent
from tests.core.examples import ACCOUNT, NOW, StillClock, instance, instance_id
from tests.workflows.fakes import Account
from tests.workflows.measurements import Machine, metric
from tests.workflows.windows import Plans, patch_windows
from workflows.patch_window import PatchWindows

ONE = instance_id(1)
WEB = {"Role": "web"}
CPU = {number: metric(number=number) for number in (1, 2)}


def by_night(time: float) -> float:
    return 10.0 if 2 <= time // 3600 % 24 < 5 else 40.0 + time // 3600 % 24


def account(**tags: str) -> Account:
    return Account(instances=(instance(1, tags={**WEB, **tags}), instance(2, tags=WEB)))


def machine() -> Machine:
    return Machine({CPU[1]: by_night, CPU[2]: lambda _: 20.0})


def windows(
    world: Account | None = None,
    measured: Machine | None = None,
    plans: Plans | None = None,
    clock: Clock | None = None,
) -> PatchWindows:
    return patch_windows(world or account(), measured or machine(), plans or Plans(), clock or StillClock())


def run(number: int, at: datetime) -> Run:
    window = MaintenanceWindow("mw-1", "weekly", 1, ((Target("InstanceIds", (instance_id(number),)),),))
    return Run(window, at, at + timedelta(hours=1))


def test_everything_that_is_known_is_in_one_answer() -> None:
    answer = windows().windows(ONE, 7, Silent())
    assert answer.partial == ()
    assert answer.peers == ("web-2",)
    assert [each.start.hour in {2, 3, 4} for each in answer.recommended_windows] == [True] * 3
    assert "without web-1 it would carry up to 30 % CPU" in answer.risk_assessment.risks[1]
    assert (answer.place.account, answer.place.asked_at) == (ACCOUNT, NOW)


def test_four_weeks_of_load_are_asked_for_by_the_hour() -> None:
    measured = machine()
    windows(measured=measured).windows(ONE, 7, Silent())
    names = {each.name: each.statistic for metrics, *_ in measured.asked for each in metrics}
    assert names == {"CPUUtilization": "Maximum", "NetworkIn": "Sum", "NetworkOut": "Sum"}
    assert {(NOW - start >= timedelta(days=28), period_s) for _, start, _, period_s in measured.asked} == {(True, 3600)}


def test_an_arn_is_as_good_as_an_id() -> None:
    arn = f"arn:aws:ec2:us-west-2:{ACCOUNT}:instance/{ONE}"
    assert windows().windows(arn, 7, Silent()).instance.instance_id == ONE


def test_an_instance_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        windows().windows(instance_id(9), 7, Silent())


def test_the_zone_of_the_instance_wins_over_the_teams() -> None:
    answer = windows(account(PatchTimezone="Asia/Kolkata")).windows(ONE, 7, Silent())
    assert answer.load_analysis.zone == "Asia/Kolkata"
    assert "(Asia/Kolkata)" in answer.recommended_windows[0].local


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "America", "🪐"])
def test_a_zone_that_does_not_exist_is_said_and_the_teams_is_taken(zone: str) -> None:
    answer = windows(account(PatchTimezone=zone)).windows(ONE, 7, Silent())
    assert answer.load_analysis.zone == "UTC"
    (gap,) = answer.partial
    assert zone in gap.what


def test_a_run_on_a_peer_that_would_empty_the_role_is_avoided() -> None:
    night = NOW.replace(hour=2, minute=0)
    runs = tuple(run(2, night + timedelta(days=day, hours=hour)) for day in range(8) for hour in range(3))
    answer = windows(plans=Plans(runs=runs)).windows(ONE, 7, Silent())
    assert all(each.start.hour not in {2, 3, 4} for each in answer.recommended_windows)
    assert any(each.kind is ConflictKind.ROLE_EMPTY for each in answer.conflicts)


def test_a_window_of_somebody_else_is_not_asked_about() -> None:
    answer = windows(plans=Plans(runs=(run(9, NOW),))).windows(ONE, 7, Silent())
    assert answer.conflicts == ()


def test_a_closed_calendar_is_obeyed() -> None:
    closed = Conflict(kind=ConflictKind.CALENDAR_CLOSED, start=NOW, end=NOW + timedelta(days=6), says="Closed.")
    plans = Plans(closed=(closed,))
    answer = windows(plans=plans).windows(ONE, 7, Silent())
    assert plans.asked == ["freeze"]
    assert all(each.start >= closed.end for each in answer.recommended_windows)


def test_a_calendar_that_could_not_be_read_is_a_gap_and_a_risk_and_never_open_in_silence() -> None:
    gap = Gap(what="when the change calendar freeze is closed", why="There is none.", advice="Correct it.")
    answer = windows(plans=Plans(calendar_gaps=(gap,))).windows(ONE, 7, Silent())
    assert answer.partial == (gap,)
    assert answer.risk_assessment.level == "medium"
    assert "It is not known when the change calendar freeze is closed." in answer.risk_assessment.risks


@pytest.mark.parametrize("failing", ["enabled", "runs"])
def test_maintenance_windows_that_could_not_be_read_leave_an_answer_that_says_so(failing: str) -> None:
    answer = windows(plans=Plans(failing={failing})).windows(ONE, 7, Silent())
    assert answer.recommended_windows
    assert "maintenance windows" in answer.partial[0].what
    assert answer.risk_assessment.level == "medium"


def test_a_window_on_a_resource_group_may_hit_the_instance() -> None:
    group = MaintenanceWindow("mw-2", "all-of-it", 1, ((Target("resource-groups:Name", ("g",)),),))
    (gap,) = windows(plans=Plans(windows=(group,))).windows(ONE, 7, Silent()).partial
    assert gap.what == "whether it is hit by all-of-it"


def test_without_ec2_there_are_windows_but_neither_name_nor_peers() -> None:
    world = account()
    world.failing.add("instances")
    answer = windows(world, plans=Plans(runs=(run(2, NOW),))).windows(ONE, 7, Silent())
    assert answer.recommended_windows
    assert (answer.instance.state, answer.peers) == ("unknown", ())
    assert "Which machines do the same work could not be read." in answer.risk_assessment.risks
    assert "It is not known whether it is hit by weekly." in answer.risk_assessment.risks


def test_load_that_could_not_be_read_is_no_load_that_is_not_there() -> None:
    unread = Machine({CPU[1]: by_night}, unread={"CPUUtilization", "NetworkIn", "NetworkOut"})
    answer = windows(measured=unread).windows(ONE, 7, Silent())
    assert "its load could not be read" in answer.summary
    assert len(answer.partial) >= 1


def test_an_answer_is_kept_for_each_span_unless_something_failed() -> None:
    clock, plans = StillClock(), Plans()
    kept = windows(plans=plans, clock=clock)
    for days in (7, 7, 14):
        kept.windows(ONE, days, Silent())
    clock.advance(seconds=90)
    assert kept.windows(ONE, 7, Silent()).place.age_s == 90
    assert len(plans.asked) == 2
    plans.failing.add("runs")
    for _ in range(2):
        kept.windows(ONE, 3, Silent())
    assert len(plans.asked) == 4
