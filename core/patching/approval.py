"""Whether a click counts: the rules of approval, the same for every door and every race."""

from datetime import datetime
from typing import Literal

from core.model import Model
from core.patching.policy import Terms
from core.patching.states import State
from core.patching.workflow import Workflow

Why = Literal[
    "accepted",
    "complete",
    "not_waiting",
    "expired",
    "stale",
    "own_request",
    "not_approver",
    "already_approved",
    "already_stopped",
    "not_allowed",
    "nothing_left",
]
OPEN = frozenset({State.WAITING, State.APPROVED, State.SCHEDULED})
"""Nothing has been done to any machine yet."""

SAID = {
    State.WAITING: "waiting for approval",
    State.APPROVED: "approved already",
    State.SCHEDULED: "approved and scheduled already",
    State.RUNNING: "running already",
    State.VERIFIED: "done already",
    State.STOPPED: "stopped",
    State.ROLLING_BACK: "being rolled back",
    State.ROLLED_BACK: "rolled back",
    State.REJECTED: "rejected",
    State.EXPIRED: "expired",
    State.VOID: "void",
    State.NEEDS_HUMAN: "waiting for a person to look at it",
    State.HANDLED: "handled by a person",
}
"""How a patch stands, after “it is”."""


class Ruling(Model):
    """What a click does, and a sentence for whoever clicked. Only `accepted` and `complete` change anything."""

    why: Why
    sentence: str

    @property
    def counts(self) -> bool:
        """Whether the vote is taken."""
        return self.why in {"accepted", "complete"}


def judge(
    workflow: Workflow, state: State, terms: Terms, members: frozenset[str], user_id: str, digest: str, now: datetime
) -> Ruling:
    """Judge one click on Approve.

    Args:
        workflow: The patch as it is stored now.
        state: Its state.
        terms: What today's policy asks of it.
        members: Every person among `terms.approvers`, with user groups resolved just now.
        user_id: Who clicked; authenticated, a full member of the team.
        digest: Of the plan that the clicked card showed.
        now: When the click is judged.
    """
    refused = _refused(workflow, state, digest, now) or _not_to_approve(workflow, members, user_id)
    if refused:
        return refused
    voters = {vote.user_id for vote in workflow.counted} & members
    missing = needed(workflow, terms) - len(voters) - 1
    if missing > 0:
        people = "one more person has" if missing == 1 else f"{missing} more people have"
        return Ruling(why="accepted", sentence=f"Your approval is counted; {people} to approve.")
    return Ruling(why="complete", sentence="Your approval completes it.")


def judge_stop(
    workflow: Workflow, state: State, members: frozenset[str], user_id: str, digest: str, now: datetime
) -> Ruling:
    """Judge one click on Reject, or of the requester on Withdraw; arguments as for `judge`."""
    refused = _refused(workflow, state, digest, now, OPEN)
    if refused:
        return refused
    if user_id == workflow.requested_by:
        return Ruling(why="complete", sentence="You withdrew the request; nothing was changed on any machine.")
    if user_id not in members:
        return _no("not_approver", "Only those who may approve this patch, and who asked for it, may stop it.")
    return Ruling(why="complete", sentence="You rejected it; nothing was changed on any machine.")


def judge_window(
    workflow: Workflow, state: State, members: frozenset[str], user_id: str, digest: str, now: datetime
) -> Ruling:
    """Judge the choice of another window, which issues another plan; arguments as for `judge`."""
    refused = _refused(workflow, state, digest, now)
    if refused:
        return refused
    if user_id not in members | {workflow.requested_by}:
        return _no("not_approver", "Only those who may approve this patch, and who asked for it, choose its window.")
    return Ruling(why="accepted", sentence="The window is changed; approvals of the plan before count no more.")


def judge_break_glass(
    workflow: Workflow, state: State, named: tuple[str, ...], user_id: str, digest: str, now: datetime
) -> Ruling:
    """Judge breaking the glass; `named` are the people of the policy who may. It is no approval in itself."""
    refused = _refused(workflow, state, digest, now, OPEN)
    if refused:
        return refused
    if user_id not in named:
        return _no("not_approver", "The policy does not name you among those who may break the glass.")
    if workflow.break_glass:
        return _no("already_approved", f"<@{workflow.break_glass.user_id}> has broken the glass already.")
    told = "Window, freeze and the second approver are waived; somebody other than the requester still approves."
    return Ruling(why="accepted", sentence=told)


def _refused(
    workflow: Workflow, state: State, digest: str, now: datetime, among: frozenset[State] = frozenset({State.WAITING})
) -> Ruling | None:
    """What stands against any click."""
    if state not in among:
        return _no("not_waiting", f"This patch is {SAID[state]}, so nothing was changed.{by_whom(workflow)}")
    if state is State.WAITING and now >= workflow.approve_by:
        return _no("expired", "The time to approve this patch is over, so nothing was changed. Ask for a new plan.")
    if digest != workflow.digest:
        return _no("stale", "The plan has changed since this card was drawn, so nothing was changed. Look at it again.")
    return None


def _not_to_approve(workflow: Workflow, members: frozenset[str], user_id: str) -> Ruling | None:
    """What stands against this person's approval."""
    if user_id == workflow.requested_by:
        return _no("own_request", "Nobody approves their own request. Somebody else on the list has to.")
    if user_id not in members:
        return _no("not_approver", "You are not among those who may approve this patch, so nothing was changed.")
    if any(vote.user_id == user_id for vote in workflow.counted):
        return _no("already_approved", "Your approval is counted already.")
    return None


def complete_with(workflow: Workflow, terms: Terms, members: frozenset[str]) -> bool:
    """Whether the votes that stand are enough, when what is needed has become less."""
    voters = {vote.user_id for vote in workflow.counted} & members - {workflow.requested_by}
    return len(voters) >= needed(workflow, terms)


def needed(workflow: Workflow, terms: Terms) -> int:
    """How many people it takes: the stricter of what was asked for and of today's policy; broken glass makes it one."""
    return 1 if workflow.break_glass else max(workflow.quorum, terms.quorum)


def unreachable(terms: Terms, members: frozenset[str], requested_by: str) -> str:
    """Why the plan can never be approved, in a sentence; empty where enough people could."""
    if not terms.approvers:
        return "The policy names nobody who may approve this, so it cannot be approved."
    able = members - {requested_by}
    if len(able) >= terms.quorum:
        return ""
    who = "nobody else is" if not able else "only one other person is" if len(able) == 1 else f"only {len(able)} are"
    people = "person" if terms.quorum == 1 else "people"
    return f"It takes {terms.quorum} {people} to approve this, and {who} on the list."


def _no(why: Why, sentence: str) -> Ruling:
    return Ruling(why=why, sentence=sentence)


def by_whom(workflow: Workflow) -> str:
    """Who was faster, and when."""
    if ending := workflow.ending:
        who = f"<@{ending.user_id}> did that" if ending.user_id else "That was"
        return f" {who} at {ending.at:%H:%M} UTC."
    if not workflow.counted:
        return ""
    last = max(workflow.counted, key=lambda vote: vote.at)
    return f" <@{last.user_id}> approved it at {last.at:%H:%M} UTC."
