"""From a plan to a card that waits, or to a refusal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.actor import Actor, Door
from core.errors import BadRequest, NotAllowed
from core.patching.plan import PlannedWindow
from core.patching.policy import Policy, Rule
from core.patching.states import State
from core.people import Channel
from services.slack.outbox import FileOf
from services.store import Store
from tests.core.patching.examples import AT, WEB_1, WEB_2, plan
from tests.workflows.patching.people import AARON, ARN, BEA, CHANNEL, GROUP, RITA, MovedClock, Office, person


def test_the_record_the_card_and_the_audit_row_come_together(office: Office) -> None:
    asked = office.asked()
    patch = office.patch(asked)
    assert (patch.state, patch.workflow.quorum, patch.workflow.approvers) == (State.WAITING, 1, (GROUP,))
    assert patch.due == AT + timedelta(minutes=30)
    assert office.card(asked) == "Patch 2 machines: closes 4 findings; needs 1 approval"
    assert len(office.said(f"patch:{asked}:asked")) == 1
    row = office.store.audit_rows(subject=asked)[0].entry
    assert (row.action, row.actor, row.detail["policy"]) == ("request", person(RITA), office.policy.digest)


def test_a_plan_is_asked_for_once(office: Office) -> None:
    first = office.requests.create(person(RITA), office.planned())
    again = office.requests.create(person(AARON), first.plan_id)
    assert (again.workflow_id, again.asked_before) == (first.workflow_id, True)
    assert office.store.count("patch") == 1


def test_without_a_role_for_changes_there_is_only_analysis(office: Office) -> None:
    office.may_change = False
    with pytest.raises(NotAllowed, match="analysis mode"):
        office.asked()


def test_a_caller_at_the_terminal_is_who_the_policy_says(store: Store, clock: MovedClock) -> None:
    office = Office(store, clock, Policy(approvers=(GROUP,), callers={ARN: RITA}, channel=CHANNEL))
    made = office.requests.create(Actor(Door.CLI), office.planned())
    workflow = office.patch(made.workflow_id).workflow
    assert (workflow.requested_by, workflow.requested_via) == (RITA, "cli")


@pytest.mark.parametrize("door", [Door.CLI, Door.MCP])
def test_whom_nobody_knows_requests_nothing(office: Office, door: Door) -> None:
    with pytest.raises(NotAllowed, match="not mapped"):
        office.requests.create(Actor(door), office.planned())


def test_only_those_whom_the_policy_names_request_where_it_names_any(store: Store, clock: MovedClock) -> None:
    office = Office(store, clock, Policy(approvers=(GROUP,), requesters=(BEA,)))
    with pytest.raises(NotAllowed, match="does not name you"):
        office.requests.create(person(RITA), office.planned())
    assert office.requests.create(person(BEA), "p-20260301-abc123").state is State.WAITING


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (Policy(), "names nobody"),
        (Policy(approvers=(RITA,)), "nobody else is"),
        (Policy(approvers=("U0LEFT0001",)), "nobody else is"),
        (Policy(approvers=("U0GUEST001",)), "nobody else is"),
        (Policy(approvers=(GROUP,), quorum=3), "only 2 are"),
        (Policy(approvers=("S0NOBODY01",)), "S0NOBODY01 could not be read"),
    ],
)
def test_what_can_never_be_approved_is_not_asked_for(
    store: Store, clock: MovedClock, policy: Policy, told: str
) -> None:
    office = Office(store, clock, policy)
    office.team.gone.add("U0LEFT0001")
    with pytest.raises(BadRequest, match=told):
        office.asked()
    assert store.count("patch") == store.count("outbox") == 0


def test_rules_need_the_tags_of_every_machine(store: Store, clock: MovedClock) -> None:
    policy = Policy(approvers=(GROUP,), rules=(Rule(tag="Environment=production", quorum=2),))
    office = Office(store, clock, policy, tags={WEB_2: {"Environment": "production"}, WEB_1: {}})
    assert office.patch(office.asked()).workflow.quorum == 2


@pytest.mark.parametrize("channel", [Channel(CHANNEL, is_member=False), Channel(CHANNEL, is_member=True, is_im=True)])
def test_the_card_stands_where_the_team_sees_it_or_nowhere(office: Office, channel: Channel) -> None:
    office.team.channels[CHANNEL] = channel
    with pytest.raises(BadRequest, match="whole team"):
        office.asked()


def test_no_card_is_posted_where_another_organisation_reads(office: Office) -> None:
    office.team.channels[CHANNEL] = Channel(CHANNEL, is_member=True, is_ext_shared=True)
    with pytest.raises(BadRequest, match="whole team"):
        office.asked()


def test_who_left_asks_for_nothing_through_any_door(store: Store, clock: MovedClock) -> None:
    office = Office(store, clock, Policy(approvers=(GROUP,), callers={ARN: RITA}, channel=CHANNEL))
    office.team.gone.add(RITA)
    for actor in (person(RITA), Actor(Door.CLI)):
        with pytest.raises(NotAllowed, match="active full members"):
            office.requests.create(actor, "p-20260301-abc123")


def test_the_chart_of_the_window_stands_in_the_thread(office: Office) -> None:
    chart = FileOf(digest="a" * 64, name="load.png", title="web-1: quiet at night")
    made = replace(office.requests, chart=lambda _: chart).create(person(RITA), office.planned())
    letter = office.store.get("outbox", f"patch:{made.workflow_id}:chart")
    assert letter
    assert (letter.doc["message"]["file"]["title"], letter.doc["message"]["thread_key"]) == (
        "web-1: quiet at night",
        f"patch:{made.workflow_id}",
    )


def test_an_old_plan_and_one_whose_window_is_over_are_made_again(office: Office, clock: MovedClock) -> None:
    over = PlannedWindow(start=AT - timedelta(hours=2), end=AT, zone="UTC")
    with pytest.raises(BadRequest, match="window of the plan"):
        office.asked(plan(window=over))
    old = office.planned(plan(plan_id="p-20260301-abc124", made_at=AT))
    clock.advance(hours=24)
    with pytest.raises(BadRequest, match="too old"):
        office.requests.create(person(RITA), old)


def test_an_approval_never_outlives_the_window(office: Office) -> None:
    window = PlannedWindow(start=AT + timedelta(hours=1), end=AT + timedelta(hours=2), zone="UTC")
    assert office.patch(office.asked(plan(window=window))).workflow.approve_by == window.end


def test_a_link_that_is_not_there_yet_is_said_to_be_missing(office: Office) -> None:
    answer = office.requests.create(person(RITA), office.planned())
    assert (answer.approval_url, answer.partial[0].what) == ("", "the link to the card")
