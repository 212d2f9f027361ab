from datetime import timedelta

import pytest

from core.patching.deadlines import approve_by, escalation_due, reminders_due, start_of, waiting_due
from core.patching.plan import PlannedWindow
from core.patching.policy import Policy
from core.patching.states import State
from core.patching.workflow import BreakGlass, Revision
from tests.core.patching.examples import AT
from tests.core.patching.test_approval import workflow

HOUR = timedelta(hours=1)
POLICY = Policy(remind_after_min=(30, 120), escalate_to=("U0LEADER01",), escalate_after_min=60)
WINDOW = PlannedWindow(start=AT + 5 * HOUR, end=AT + 6 * HOUR, zone="UTC")


def test_an_approval_lapses_with_the_window() -> None:
    assert approve_by(POLICY, None, AT) == AT + 24 * HOUR
    assert approve_by(POLICY, WINDOW, AT) == WINDOW.end


@pytest.mark.parametrize(
    ("now", "state", "due"),
    [(AT, State.SCHEDULED, WINDOW.start), (AT + 5.5 * HOUR, State.APPROVED, AT + 5.5 * HOUR)],
    ids=["before its window", "within it"],
)
def test_an_approved_patch_begins_in_its_window(now: object, state: State, due: object) -> None:
    assert start_of(POLICY, workflow(window=WINDOW), now) == (state, due, WINDOW.end)  # type: ignore[arg-type]


def test_without_a_window_or_with_broken_glass_it_begins_at_once() -> None:
    glass = BreakGlass(user_id="U0LEADER01", at=AT, reason="exploited")
    for asked in (workflow(), workflow(window=WINDOW, break_glass=glass)):
        assert start_of(POLICY, asked, AT) == (State.APPROVED, AT, AT + 72 * HOUR)


def test_it_is_looked_at_for_each_reminder_the_escalation_and_its_end() -> None:
    assert waiting_due(POLICY, workflow()) == AT + 0.5 * HOUR
    assert waiting_due(POLICY, workflow(reminded=1)) == AT + HOUR
    assert waiting_due(POLICY, workflow(reminded=1, escalated=True)) == AT + 2 * HOUR
    assert waiting_due(POLICY, workflow(reminded=2, escalated=True)) == AT + 24 * HOUR


def test_another_plan_begins_to_be_waited_for_anew() -> None:
    revised = workflow(revision=Revision(user_id="U0REQUEST1", at=AT + 3 * HOUR, votes=0))
    assert reminders_due(POLICY, revised, AT + 3 * HOUR) == 0
    assert reminders_due(POLICY, workflow(), AT + 3 * HOUR) == 2
    assert not escalation_due(POLICY, revised, AT + 3.5 * HOUR)
    assert escalation_due(POLICY, revised, AT + 4 * HOUR)
