"""Decisions of people about a patch that waits."""

from datetime import timedelta

import pytest

from core.errors import BadRequest, NotFound
from core.patching.plan import PlannedWindow
from core.patching.policy import Freeze, Policy, Rule
from core.patching.states import State
from services.store import Store
from tests.core.patching.examples import AT, WEB_1, plan
from tests.workflows.patching.people import AARON, BEA, GROUP, RITA, MovedClock, Office, person

CRITICAL = plan(criticality="critical")
TONIGHT = PlannedWindow(start=AT + timedelta(hours=14), end=AT + timedelta(hours=15), zone="UTC")


def test_the_second_of_two_approvals_lets_a_critical_patch_begin(office: Office) -> None:
    asked = office.asked(CRITICAL)
    assert office.approve(asked, AARON).why == "accepted"
    assert (office.patch(asked).state, office.card(asked).endswith("; 1 of 2 approvals")) == (State.WAITING, True)
    assert office.approve(asked, BEA).why == "complete"
    done = office.patch(asked)
    assert (done.state, done.due, done.workflow.execute_by) == (State.APPROVED, AT, AT + timedelta(hours=72))
    assert office.actions(asked) == ["request", "approve", "approve"]


def test_a_patch_with_a_window_is_scheduled_for_it(office: Office) -> None:
    asked = office.asked(plan(window=TONIGHT))
    office.approve(asked, AARON)
    done = office.patch(asked)
    assert (done.state, done.due, done.workflow.execute_by) == (State.SCHEDULED, TONIGHT.start, TONIGHT.end)


@pytest.mark.parametrize(("user", "why"), [(RITA, "own_request"), ("U0STRANGE1", "not_approver")])
def test_a_click_that_does_not_count_is_audited_and_changes_nothing(office: Office, user: str, why: str) -> None:
    asked = office.asked()
    before = office.patch(asked)
    assert office.approve(asked, user).why == why
    assert office.patch(asked) == before
    row = office.store.audit_rows(subject=asked)[-1].entry
    assert (row.action, row.actor.user_id, row.detail["decision"]) == ("approve refused", user, why)


def test_who_left_the_team_after_voting_counts_no_more(office: Office) -> None:
    asked = office.asked(CRITICAL)
    office.approve(asked, AARON)
    office.team.gone.add(AARON)
    assert office.approve(asked, BEA).why == "accepted"
    assert office.patch(asked).state is State.WAITING


def test_of_a_group_that_cannot_be_read_nobody_approves_and_that_is_said(office: Office) -> None:
    asked = office.asked()
    office.team.groups.clear()
    ruling = office.approve(asked, AARON)
    assert ruling.why == "not_approver"
    assert f"The user group {GROUP} could not be read" in ruling.sentence


def test_an_approval_of_another_plan_is_stale(office: Office) -> None:
    assert office.approve(office.asked(), AARON, digest="e" * 64).why == "stale"


def test_who_is_too_late_learns_who_was_first_and_when(office: Office, clock: MovedClock) -> None:
    asked = office.asked()
    office.approve(asked, AARON)
    clock.advance(minutes=5)
    assert f"<@{AARON}> approved it at 12:00 UTC" in office.approve(asked, BEA).sentence


def test_rules_look_at_the_tags_of_today(store: Store, clock: MovedClock) -> None:
    policy = Policy(approvers=(GROUP,), rules=(Rule(tag="Environment=production", quorum=2),))
    office = Office(store, clock, policy, tags={WEB_1: {}})
    asked = office.asked()
    office.tags[WEB_1] = {"Environment": "production"}
    assert office.approve(asked, AARON).why == "accepted"


def test_a_rejection_ends_it_with_its_reason(office: Office) -> None:
    asked = office.asked()
    ruling = office.approvals.stop(person(BEA), asked, office.digest(asked), "  release today ")
    assert ruling.counts
    done = office.patch(asked)
    assert (done.state, done.due) == (State.REJECTED, None)
    assert done.workflow.ending
    assert (done.workflow.ending.user_id, done.workflow.ending.sentence) == (BEA, "release today")
    assert f"<@{BEA}> did that at 12:00 UTC" in office.approve(asked, AARON).sentence


def test_an_approved_patch_can_still_be_called_off_but_not_by_anybody(office: Office) -> None:
    asked = office.asked()
    office.approve(asked, AARON)
    assert office.approvals.stop(person("U0STRANGE1"), asked, office.digest(asked), "no").why == "not_approver"
    assert office.approvals.stop(person(RITA), asked, office.digest(asked), "not needed").counts
    assert "withdrawn" in office.card(asked)


def test_a_rejection_needs_a_reason(office: Office) -> None:
    asked = office.asked()
    with pytest.raises(BadRequest, match="needs a reason"):
        office.approvals.stop(person(BEA), asked, office.digest(asked), " \n")
    assert office.patch(asked).state is State.WAITING


def test_another_window_is_another_plan_of_the_same_live_state(office: Office) -> None:
    asked = office.asked(CRITICAL)
    office.approve(asked, AARON)
    before = office.patch(asked).workflow
    assert office.approvals.reschedule(person(RITA), asked, before.digest, TONIGHT).why == "accepted"
    after = office.patch(asked).workflow
    old, new = office.records.plan(before.plan_id), office.records.plan(after.plan_id)
    assert after.plan_id != before.plan_id
    assert (new.digest, new.live_text, new.plan.window) == (after.digest, old.live_text, TONIGHT)
    assert new.plan.machines == old.plan.machines
    assert (after.counted, after.revision.votes if after.revision else None) == ((), 1)
    assert office.approve(asked, BEA, digest=before.digest).why == "stale"


def test_no_window_inside_a_freeze_is_taken(store: Store, clock: MovedClock) -> None:
    freeze = Freeze(name="release", start=TONIGHT.start, end=TONIGHT.end)
    office = Office(store, clock, Policy(approvers=(GROUP,), freezes=(freeze,)))
    asked = office.asked()
    with pytest.raises(BadRequest, match="release"):
        office.approvals.reschedule(person(RITA), asked, office.digest(asked), TONIGHT)


def test_a_stranger_chooses_no_window(office: Office) -> None:
    asked = office.asked()
    ruling = office.approvals.reschedule(person("U0STRANGE1"), asked, office.digest(asked), TONIGHT)
    assert ruling.why == "not_approver"


def test_broken_glass_makes_one_vote_enough_and_the_window_void(office: Office) -> None:
    asked = office.asked(plan(criticality="critical", window=TONIGHT))
    office.approve(asked, BEA)
    assert office.approvals.break_glass(person(AARON), asked, office.digest(asked), "exploited").counts
    done = office.patch(asked)
    assert (done.state, done.due, done.workflow.binding_window) == (State.APPROVED, AT, None)
    assert any(f"<!subteam^{GROUP}>" in line for line in office.said(f"patch:{asked}:glass"))


def test_broken_glass_alone_approves_nothing_least_of_all_ones_own_request(office: Office) -> None:
    asked = office.asked(CRITICAL)
    office.approvals.break_glass(person(RITA), asked, office.digest(asked), "exploited")
    assert office.patch(asked).state is State.WAITING
    assert office.approve(asked, RITA).why == "own_request"
    assert office.approve(asked, AARON).why == "complete"


def test_only_who_is_named_breaks_the_glass(office: Office) -> None:
    asked = office.asked()
    ruling = office.approvals.break_glass(person(BEA), asked, office.digest(asked), "exploited")
    assert (ruling.why, office.patch(asked).workflow.break_glass) == ("not_approver", None)


def test_a_scheduled_patch_begins_at_once_when_the_glass_is_broken(office: Office) -> None:
    asked = office.asked(plan(window=TONIGHT))
    office.approve(asked, BEA)
    office.approvals.break_glass(person(AARON), asked, office.digest(asked), "exploited")
    assert (office.patch(asked).state, office.patch(asked).due) == (State.APPROVED, AT)


def test_an_unknown_patch_is_no_patch(office: Office) -> None:
    with pytest.raises(NotFound):
        office.approvals.approve(person(AARON), "w-20260301-ffffff", "d" * 64)
