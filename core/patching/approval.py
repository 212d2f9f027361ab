"""Whether a click counts: the rules of approval, the same for every door and every race."""

from datetime import datetime
from typing import Literal

from core.model import Model
from core.patching.policy import Terms
from core.patching.states import State
from core.patching.workflow import Workflow

Why = Literal[
    "accepted", "complete", "not_waiting", "expired", "stale", "own_request", "not_approver", "already_approved"
]
_SAID = {
    State.APPROVED: "approved already",
    State.SCHEDULED: "approved and scheduled already",
    State.RUNNING: "running already",
    State.VERIFIED: "done already",
    State.ROLLING_BACK: "being rolled back",
    State.ROLLED_BACK: "rolled back",
    State.REJECTED: "rejected",
    State.EXPIRED: "expired",
    State.VOID: "void",
    State.NEEDS_HUMAN: "waiting for a person to look at it",
}


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
    refused = _refused(workflow, state, digest, now) or _not_theirs(workflow, members, user_id)
    if refused:
        return refused
    voters = {vote.user_id for vote in workflow.counted} & members
    missing = needed(workflow, terms) - len(voters) - 1
    if missing > 0:
        people = "one more person has" if missing == 1 else f"{missing} more people have"
        return Ruling(why="accepted", sentence=f"Your approval is counted; {people} to approve.")
    return Ruling(why="complete", sentence="Your approval completes it.")


def _refused(workflow: Workflow, state: State, digest: str, now: datetime) -> Ruling | None:
    """What stands against any click."""
    if state is not State.WAITING:
        return _no("not_waiting", f"This patch is {_SAID[state]}, so nothing was changed.{_by_whom(workflow)}")
    if now >= workflow.approve_by:
        return _no("expired", "The time to approve this patch is over, so nothing was changed. Ask for a new plan.")
    if digest != workflow.digest:
        return _no("stale", "The plan has changed since this card was drawn, so nothing was changed. Look at it again.")
    return None


def _not_theirs(workflow: Workflow, members: frozenset[str], user_id: str) -> Ruling | None:
    """What stands against this person's click."""
    if user_id == workflow.requested_by:
        return _no("own_request", "Nobody approves their own request. Somebody else on the list has to.")
    if user_id not in members:
        return _no("not_approver", "You are not among those who may approve this patch, so nothing was changed.")
    if any(vote.user_id == user_id for vote in workflow.counted):
        return _no("already_approved", "Your approval is counted already.")
    return None


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


def _by_whom(workflow: Workflow) -> str:
    if not workflow.counted:
        return ""
    last = max(workflow.counted, key=lambda vote: vote.at)
    return f" <@{last.user_id}> approved it at {last.at:%H:%M} UTC."
