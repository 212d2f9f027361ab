"""What another policy would have done with a patch that there was."""

from datetime import timedelta

import pytest

from core.patching.policy import AutoApprove, Freeze, Policy, Rule
from core.patching.policy_trial import differences
from core.patching.workflow import Vote, Workflow
from tests.core.patching.examples import AT, plan

PLAN = plan()
PACKAGES = tuple(package.name for machine in PLAN.machines for package in machine.packages)
PATCH = Workflow(
    workflow_id="w-1",
    plan_id=PLAN.plan_id,
    digest="d",
    criticality="non_critical",
    requested_by="U0REQUEST1",
    requested_via="slack",
    requested_at=AT,
    channel_id="C0SREOPS01",
    quorum=1,
    approvers=("S0APPROVER",),
    approve_by=AT + timedelta(hours=24),
    votes=(Vote(user_id="U0APPROVE1", at=AT + timedelta(hours=5), digest="d"),),
    started_at=AT + timedelta(hours=6),
)
SAME = Policy(approvers=("S0APPROVER",))
TAGS = {machine.instance_id: {"Environment": "production"} for machine in PLAN.machines}
FROZEN = Freeze(name="end of year", start=AT, end=AT + timedelta(days=9))
EASY = AutoApprove(name="easy", tag="Environment=production", packages=PACKAGES, until=AT + timedelta(days=99))


def changed(**more: object) -> Policy:
    return Policy.model_validate({**SAME.model_dump(), **more})


def test_the_same_policy_does_the_same() -> None:
    assert differences(SAME, PATCH, PLAN, TAGS) == ()


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (changed(quorum=3), "needs 3 approvals, not 1"),
        (changed(rules=(Rule(tag="Environment=production", quorum=2),)), "needs 2 approvals, not 1"),
        (changed(approval_expires_h=4), "has expired after 4 h, before its last approval"),
        (changed(auto_approve=(EASY,)), "may be approved by the rule easy, once people have agreed to it"),
    ],
)
def test_each_difference_is_told(policy: Policy, said: str) -> None:
    assert differences(policy, PATCH, PLAN, TAGS) == (said,)


def test_who_may_approve_and_who_may_no_more() -> None:
    told = differences(changed(approvers=("U0CHIEF001",)), PATCH, PLAN, TAGS)
    assert told == ("may not be approved by S0APPROVER", "may be approved by U0CHIEF001")


def test_what_was_started_in_a_freeze_does_not_start() -> None:
    [told] = differences(changed(freezes=(FROZEN,)), PATCH, PLAN, TAGS)
    assert told.startswith(f"does not start at {AT + timedelta(hours=6):%Y-%m-%d %H:%M} UTC. Changes are frozen until")
    not_begun = PATCH.model_copy(update={"started_at": None})
    assert differences(changed(freezes=(FROZEN,)), not_begun, PLAN, TAGS) == ()


def test_a_rule_that_is_gone_approves_no_more() -> None:
    by_rule = PATCH.model_copy(update={"auto_rule": "easy"})
    assert differences(SAME, by_rule, PLAN, TAGS) == ("is approved by no rule; easy did it",)
