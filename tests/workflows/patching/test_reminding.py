"""What time does to a patch."""

from datetime import time, timedelta

import pytest

from core.patching.plan import PlannedWindow
from core.patching.policy import Policy, QuietHours
from core.patching.states import State
from services.store import Store
from tests.core.patching.examples import AT, plan
from tests.workflows.patching.people import AARON, BEA, GROUP, RITA, MovedClock, Office

POLICY = Policy(approvers=(GROUP,), escalate_to=("U0LEADER01",), remind_after_min=(30, 120))


@pytest.fixture
def office(store: Store, clock: MovedClock) -> Office:
    return Office(store, clock, POLICY)


def after(office: Office, **parts: float) -> int:
    return office.reminding.remind(AT + timedelta(**parts))


def test_approvers_are_reminded_once_at_each_time(office: Office) -> None:
    asked = office.asked()
    assert [after(office, minutes=29), after(office, minutes=30), after(office, minutes=31)] == [0, 1, 0]
    assert office.patch(asked).due == AT + timedelta(minutes=60)
    assert office.actions(asked) == ["request", "remind"]
    assert [GROUP in line for line in office.said(f"patch:{asked}:reminder")] == [True]


def test_several_times_that_were_missed_are_made_up_for_by_one_line(office: Office) -> None:
    asked = office.asked()
    assert (after(office, hours=5), after(office, hours=5)) == (1, 0)
    assert len(office.said(f"patch:{asked}:reminder")) == 1
    assert office.patch(asked).workflow.reminded == 2


def test_what_waits_too_long_is_escalated_once(office: Office) -> None:
    asked = office.asked()
    assert (after(office, minutes=60), after(office, minutes=61)) == (1, 0)
    [line] = office.said(f"patch:{asked}:escalation")
    assert "<@U0LEADER01>" in line


def test_nobody_is_reminded_in_quiet_hours_but_afterwards(store: Store, clock: MovedClock) -> None:
    quiet = QuietHours(start=time(12), end=time(14), zone="UTC")
    office = Office(store, clock, POLICY.model_copy(update={"quiet_hours": quiet}))
    office.asked()
    assert (after(office, minutes=90), after(office, minutes=120)) == (0, 1)


def test_what_nobody_approved_in_time_expires_once(office: Office) -> None:
    asked = office.asked()
    assert office.reminding.expire(AT + timedelta(hours=24) - timedelta(seconds=1)) == 0
    assert office.reminding.expire(AT + timedelta(hours=24)) == 1
    assert office.reminding.expire(AT + timedelta(hours=25)) == 0
    assert (office.patch(asked).state, office.actions(asked)) == (State.EXPIRED, ["request", "expire"])
    assert office.card(asked) == "Patch of 2 machines: expired, nothing was changed"
    assert any(f"<@{RITA}>" in line for line in office.said(f"patch:{asked}:expired"))


@pytest.mark.parametrize("window", [None, PlannedWindow(start=AT, end=AT + timedelta(hours=72), zone="UTC")])
def test_what_was_approved_but_not_begun_in_time_expires_too(office: Office, window: PlannedWindow | None) -> None:
    asked = office.asked(plan(window=window))
    office.approve(asked, AARON)
    assert office.reminding.expire(AT + timedelta(hours=71)) == 0
    assert office.reminding.expire(AT + timedelta(hours=72)) == 1
    assert office.patch(asked).state is State.EXPIRED


def test_a_reminder_that_meets_a_decision_gives_way(office: Office) -> None:
    asked = office.asked()
    late = office.patch(asked)
    office.approve(asked, BEA)
    assert not office.reminding._reminded(late, AT + timedelta(minutes=30))
    assert not office.reminding._expired(late, AT + timedelta(hours=24))
    assert office.patch(asked).state is State.APPROVED


def test_votes_that_are_missing_are_counted_in_the_reminder(office: Office) -> None:
    asked = office.asked(plan(criticality="critical"))
    office.approve(asked, AARON)
    after(office, minutes=30)
    assert "1 approval still missing" in office.said(f"patch:{asked}:reminder")[0]
