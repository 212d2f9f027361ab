"""The approval of a rule that approves: people agree to it once, until it expires or is changed."""

from datetime import datetime
from enum import StrEnum

from core.model import Model
from core.patching.approval import Ruling
from core.patching.policy import AutoApprove
from core.patching.workflow import Ending, Vote

SCHEMA = 1


class RuleState(StrEnum):
    """Whether a rule may approve; one that is over never may, whatever its state."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


class RuleApproval(Model):
    """What was decided about one rule; `digest` is of the rule as the policy has it, and votes are for that."""

    rule: AutoApprove
    digest: str
    asked_at: datetime
    channel_id: str
    quorum: int
    approvers: tuple[str, ...]
    votes: tuple[Vote, ...] = ()
    ending: Ending | None = None


def judge_rule(
    approval: RuleApproval, state: RuleState, members: frozenset[str], user_id: str, now: datetime
) -> Ruling:
    """Judge one click on Approve; `members` are the approvers of today's policy, resolved just now."""
    refused = judge_rule_stop(approval, state, members, user_id, now, among=frozenset({RuleState.WAITING}))
    if not refused.counts:
        return refused
    voters = {vote.user_id for vote in approval.votes} & members
    if user_id in voters:
        return Ruling(why="already_approved", sentence="Your approval is counted already.")
    if len(voters) + 1 < approval.quorum:
        return Ruling(why="accepted", sentence="Your approval is counted; it takes more people than you.")
    return Ruling(why="complete", sentence="Your approval completes it: from now on the rule approves.")


def judge_rule_stop(
    approval: RuleApproval,
    state: RuleState,
    members: frozenset[str],
    user_id: str,
    now: datetime,
    *,
    among: frozenset[RuleState] = frozenset({RuleState.WAITING, RuleState.APPROVED}),
) -> Ruling:
    """Judge one click on Reject, or on Withdraw of a rule that was approved."""
    if state not in among:
        return Ruling(why="not_waiting", sentence=f"This rule is {state.value} already, so nothing was changed.")
    if now >= approval.rule.until:
        return Ruling(why="expired", sentence="This rule is over, so nothing was changed.")
    if user_id not in members:
        return Ruling(why="not_approver", sentence="You are not among those who may decide about this rule.")
    return Ruling(why="complete", sentence="The rule approves nothing from now on.")
