"""The buttons of the card of a rule."""

from dataclasses import replace
from datetime import timedelta

import pytest

from blocks.rule_card import APPROVE_RULE, STOP_RULE
from bot.slack.app import build_app
from bot.slack.workspace import Workspace
from core.patching.policy import AutoApprove
from core.patching.rule import RuleState
from tests.bot.slack.door import Door, words
from tests.core.examples import StillClock
from tests.workflows.patching.people import AARON, BEA, CHANNEL, POLICY, Office

UNTIL = StillClock().now() + timedelta(days=30)
RULE = AutoApprove(name="openssl on dev", tag="Environment=dev", packages=("openssl",), until=UNTIL)


@pytest.fixture
def ruled(door: Door) -> Door:
    """The same door with a policy that has a rule, whose card is posted."""
    policy = POLICY.model_copy(update={"auto_approve": (RULE,), "channel": CHANNEL})
    rules = Office(door.store, StillClock(), policy).rules
    rules.ask()
    door.desk = replace(door.desk, patching=replace(door.desk.patching, rules=rules))
    door.app = build_app(Workspace(door.slack, door.store, "xoxb-1", lambda _: None), door.desk)
    return door


def state(door: Door) -> str:
    record = door.store.get("rule", RULE.digest)
    return record.state if record else ""


def test_two_clicks_of_two_people_let_the_rule_approve_and_one_withdraws_it(ruled: Door) -> None:
    ruled.click(APPROVE_RULE, RULE.digest, user=AARON)
    assert state(ruled) == RuleState.WAITING
    ruled.click(APPROVE_RULE, RULE.digest, user=BEA)
    assert state(ruled) == RuleState.APPROVED
    ruled.click(STOP_RULE, RULE.digest, user=AARON)
    assert state(ruled) == RuleState.REJECTED


@pytest.mark.parametrize(("user", "said"), [("UGUS", "guest accounts"), ("UANN", "not among those")])
def test_who_may_not_decide_is_told_alone(ruled: Door, user: str, said: str) -> None:
    ruled.click(APPROVE_RULE, RULE.digest, user=user)
    assert said in words(ruled.slack.responses[0])
    assert state(ruled) == RuleState.WAITING
    assert ruled.store.audit_rows(subject=RULE.digest)[-1].entry.actor.user_id == user
