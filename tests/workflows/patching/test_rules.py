"""Rules that approve without a click."""

from datetime import timedelta

import pytest

from core.errors import NotFound
from core.patching.plan import Plan
from core.patching.policy import AutoApprove, Policy
from core.patching.states import State
from services.store import Store
from tests.core.patching.examples import AT, OPENSSL, WEB_1, WEB_2, plan, planned_machine
from tests.workflows.patching.people import AARON, BEA, CHANNEL, GROUP, RITA, MovedClock, Office, person

RULE = AutoApprove(name="dev openssl", tag="Environment=dev", packages=("openssl",), until=AT + timedelta(days=30))
POLICY = Policy(approvers=(GROUP,), channel=CHANNEL, auto_approve=(RULE,))
CURL = OPENSSL.model_copy(update={"name": "curl", "override": "curl.x86_64"})
DEV = {WEB_1: {"Environment": "dev"}, WEB_2: {"Environment": "dev"}}


@pytest.fixture
def office(store: Store, clock: MovedClock) -> Office:
    return Office(store, clock, POLICY, tags=dict(DEV))


def agreed(office: Office) -> None:
    office.rules.ask()
    for user in (AARON, BEA):
        assert office.rules.approve(person(user), RULE.digest).counts


def created(office: Office, made: Plan, *, auto_approve: bool = True) -> State:
    return office.requests.create(person(RITA), office.planned(made), auto_approve=auto_approve).state


def test_a_rule_approves_nothing_before_two_people_agreed_to_it(office: Office) -> None:
    assert (office.rules.ask(), office.rules.ask()) == (1, 0)
    assert office.rules.approve(person(AARON), RULE.digest).why == "accepted"
    assert created(office, plan()) is State.WAITING
    assert office.rules.approve(person(BEA), RULE.digest).why == "complete"
    assert created(office, plan(plan_id="p-20260301-abc124")) is State.APPROVED


def test_what_a_rule_approved_says_so(office: Office) -> None:
    agreed(office)
    answer = office.requests.create(person(RITA), office.planned(), auto_approve=True)
    assert office.patch(answer.workflow_id).workflow.auto_rule == "dev openssl"
    assert office.store.audit_rows(subject=answer.workflow_id)[0].entry.detail["rule"] == "dev openssl"


def test_a_rule_approves_only_where_that_is_asked_for(office: Office) -> None:
    agreed(office)
    assert created(office, plan(), auto_approve=False) is State.WAITING


@pytest.mark.parametrize(
    "made",
    [
        plan(criticality="critical"),
        plan(
            machines=(planned_machine(packages=(plan().machines[0].packages[0].model_copy(update={"name": "curl"}),)),)
        ),
    ],
    ids=["critical", "another package"],
)
def test_nothing_else_is_covered(office: Office, made: Plan) -> None:
    agreed(office)
    assert created(office, made) is State.WAITING


def test_every_machine_must_bear_the_tag(office: Office) -> None:
    agreed(office)
    office.tags[WEB_2] = {"Environment": "production"}
    assert created(office, plan()) is State.WAITING


def test_a_rule_that_is_over_approves_no_more(office: Office, clock: MovedClock) -> None:
    agreed(office)
    clock.advance(days=30)
    assert created(office, plan(made_at=clock.now())) is State.WAITING


def test_a_rule_that_was_withdrawn_approves_no_more(office: Office) -> None:
    agreed(office)
    assert office.rules.stop(person(BEA), RULE.digest).counts
    assert created(office, plan()) is State.WAITING
    assert office.rules.approve(person(AARON), RULE.digest).why == "not_waiting"


def test_a_rule_that_was_changed_is_asked_about_anew(office: Office, store: Store, clock: MovedClock) -> None:
    agreed(office)
    wider = RULE.model_copy(update={"packages": ("openssl", "curl")})
    changed = Office(store, clock, POLICY.model_copy(update={"auto_approve": (wider,)}), tags=dict(DEV))
    assert created(changed, plan()) is State.WAITING
    assert changed.rules.ask() == 1
    with pytest.raises(NotFound, match="no such rule"):
        changed.rules.approve(person(AARON), RULE.digest)


def test_one_person_is_one_vote_and_strangers_have_none(office: Office) -> None:
    office.rules.ask()
    office.rules.approve(person(AARON), RULE.digest)
    assert office.rules.approve(person(AARON), RULE.digest).why == "already_approved"
    assert office.rules.approve(person("U0STRANGE1"), RULE.digest).why == "not_approver"
    assert office.actions(RULE.digest).count("approve a rule refused") == 2
