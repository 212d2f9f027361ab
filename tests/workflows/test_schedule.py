"""What lies ahead, from the store and from AWS, with every hole named."""

from datetime import timedelta
from threading import Event

import pytest

from core.answers.schedule import Schedule
from core.conflicts import Conflict, ConflictKind
from core.gaps import Gap
from core.patching.issued import issue
from core.patching.standing import Standing
from core.patching.states import State
from core.progress import Silent
from services.store import Changes, Put, Store
from tests.core.examples import NOW, StillClock
from tests.core.patching.examples import live
from tests.core.schedules import DAY, FLEET, maintenance, standing, window
from tests.eventually import until
from tests.workflows.fakes import Account
from tests.workflows.reporting import memory_store
from tests.workflows.scheduling import schedules
from tests.workflows.windows import Plans
from workflows.patching.records import new_patch, plan_put


def keep(store: Store, *several: Standing) -> None:
    for each in several:
        put = new_patch(each.workflow, each.state, each.workflow.approve_by)
        store.commit(Changes(puts=(plan_put(each.plan.plan_id, issue(each.plan, live())), put)))


def asked(*several: Standing, plans: Plans | None = None, account: Account | None = None, days: int = 14) -> Schedule:
    clock = StillClock()
    store = memory_store(clock)
    keep(store, *several)
    return schedules(account or Account(instances=FLEET), plans or Plans(), store, clock).ahead(days, Silent())


def test_patches_and_maintenance_windows_stand_together_soonest_first() -> None:
    runs = tuple(maintenance("nightly", 3, start=NOW + timedelta(hours=3), times=3))
    answer = asked(standing(1), standing(2, state=State.WAITING, machines=(3,)), plans=Plans(runs=runs))
    assert [work.work_id[-1] for work in answer.scheduled] == ["y", "1", "2"]
    assert answer.summary.startswith("2 patches and 1 maintenance window in the next 14 days, 1 of the patches waits")
    assert answer.partial == ()


@pytest.mark.parametrize("state", [State.VERIFIED, State.REJECTED, State.EXPIRED, State.VOID, State.NEEDS_HUMAN])
def test_a_patch_that_is_over_does_not_lie_ahead(state: State) -> None:
    assert asked(standing(state=state)).scheduled == ()


def test_a_patch_beyond_the_days_asked_for_is_counted() -> None:
    answer = asked(standing(window=window(NOW + 10 * DAY)), days=7)
    assert (answer.scheduled, answer.later) == ((), 1)


def test_closed_calendars_are_told_and_clash() -> None:
    closed = Conflict(kind=ConflictKind.CALENDAR_CLOSED, start=NOW, end=NOW + 3 * DAY, says="It is closed.")
    answer = asked(standing(), plans=Plans(closed=(closed,)))
    assert answer.closed == (closed,)
    assert [clash.conflict for clash in answer.conflicts] == [closed]


@pytest.mark.parametrize(
    ("account", "plans", "missing"),
    [
        (Account(instances=FLEET, failing={"instances"}), Plans(), "names, tags and peers of the instances"),
        (Account(instances=FLEET), Plans(failing={"enabled"}), "which maintenance windows there are"),
        (
            Account(instances=FLEET),
            Plans(runs=tuple(maintenance("nightly", 1)), failing={"runs"}),
            "when maintenance windows run",
        ),
        (
            Account(instances=FLEET),
            Plans(calendar_gaps=(Gap(what="when the calendar is closed", why="No."),)),
            "when the calendar is closed",
        ),
    ],
)
def test_what_could_not_be_asked_is_missing_and_our_patches_stand(account: Account, plans: Plans, missing: str) -> None:
    answer = asked(standing(), plans=plans, account=account)
    assert [gap.what for gap in answer.partial] == [missing]
    assert [work.kind for work in answer.scheduled] == ["patch"]
    assert answer.summary.endswith("Not all of it could be read.")


def test_a_patch_of_another_version_is_a_hole_and_the_others_stand() -> None:
    clock = StillClock()
    store = memory_store(clock)
    keep(store, standing())
    store.put(Put("patch", "w-new", {}, expect=None, state="waiting", schema=99))
    answer = schedules(Account(instances=FLEET), Plans(), store, clock).ahead(14, Silent())
    assert [gap.what for gap in answer.partial] == ["all patches that are waiting"]
    assert len(answer.scheduled) == 1


def test_an_endpoint_that_hangs_costs_its_part_at_the_deadline_and_no_more() -> None:
    go, clock = Event(), StillClock()
    account = Account(instances=FLEET, before={"instances": until(go)})
    store = memory_store(clock)
    keep(store, standing())
    answer = schedules(account, Plans(), store, clock, deadline_s=0.1).ahead(14, Silent())
    go.set()
    assert [gap.what for gap in answer.partial] == ["names, tags and peers of the instances"]
    assert len(answer.scheduled) == 1


def test_patches_are_read_anew_while_what_aws_told_is_kept() -> None:
    clock, account = StillClock(), Account(instances=FLEET)
    store = memory_store(clock)
    asking = schedules(account, Plans(), store, clock)
    asking.ahead(14, Silent())
    keep(store, standing())
    clock.advance(seconds=60)
    answer = asking.ahead(14, Silent())
    assert (len(answer.scheduled), answer.place.age_s) == (1, 60)
    assert account.asked.count("instances") == 1
