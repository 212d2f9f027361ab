"""What must hold before a patch is asked for: who asks, the age of the plan, who could approve it, and where."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from core.actor import Actor
from core.errors import BadRequest, NotAllowed, NotFound
from core.patching.approval import unreachable
from core.patching.plan import Criticality, Plan
from core.patching.policy import Policy, Terms
from core.people import Channel
from workflows.patching.circle import Circle, People, active, circle

_CHANNEL_ADVICE = "Set channel in the policy to one that the assistant is in."
_RANKS: Mapping[Criticality, int] = {"non_critical": 0, "critical": 1}


class Directory(People, Protocol):
    """People, user groups and channels of the workspace."""

    def channel(self, channel_id: str, *, recheck: bool = False) -> Channel:
        """A channel by id; raises NotFound or Upstream."""
        ...


def check_requester(policy: Policy, people: People, requester: Actor) -> None:
    """Refuse whom nobody knows, who is no active member, and whom the policy does not name where it names anybody.

    Raises:
        NotAllowed: with the reason.
    """
    if not requester.user_id:
        raise NotAllowed(
            "Callers that are not mapped to a Slack user can read, not request changes.",
            advice="Map this caller to a Slack user id under callers in the policy.",
        )
    if not active(people, Circle(frozenset({requester.user_id}))).members:
        raise NotAllowed("Only active full members of the team ask for changes.", advice="Ask one of them.")
    if policy.requesters:
        found = circle(people, policy.requesters)
        if requester.user_id not in found.members:
            sentence = " ".join(["The policy does not name you among those who may ask for changes.", *found.unread])
            raise NotAllowed(sentence, advice="Ask somebody whom it names under requesters.")


def check_age(policy: Policy, plan: Plan, now: datetime) -> None:
    """Refuse a plan that is older than an approval may be, or whose window is over; raises BadRequest."""
    if plan.made_at + timedelta(hours=policy.approval_expires_h) <= now:
        raise BadRequest(f"The plan {plan.plan_id} is too old to ask for.", advice="Make it again.")
    if plan.window and plan.window.end <= now:
        raise BadRequest(f"The window of the plan {plan.plan_id} is over.", advice="Make it again.")


def check_reachable(people: People, asked: Terms, requester: Actor) -> None:
    """Refuse what could never be approved by people who exist, are active and did not ask for it; raises BadRequest."""
    found = active(people, circle(people, asked.approvers), recheck=False)
    if sentence := unreachable(asked, found.members, requester.user_id):
        advice = "Name more people under approvers in the policy; `sre-agent doctor` checks it."
        raise BadRequest(" ".join([sentence, *found.unread]), advice=advice)


def channel_for(policy: Policy, people: Directory, requester: Actor) -> str:
    """Where the card goes: the policy's channel, else the one that it was asked for in.

    Raises:
        BadRequest: there is none, the assistant is not in it, or people of other organisations read it.
    """
    channel_id = policy.channel or requester.channel_id
    if not channel_id:
        raise BadRequest("There is no channel for the card of this patch.", advice=_CHANNEL_ADVICE)
    try:
        channel = people.channel(channel_id, recheck=True)
    except NotFound:
        channel = Channel(channel_id)
    if not channel.is_member or channel.is_im or channel.external:
        sentence = "The card of a patch stands where the whole team can see it, and only they; not here."
        raise BadRequest(sentence, advice=_CHANNEL_ADVICE)
    return channel_id


def raised(plan: Plan, criticality: Criticality | None) -> Criticality:
    """The criticality to ask with: what the findings say, or higher; raises BadRequest for lower."""
    if criticality is None:
        return plan.criticality
    if _RANKS[criticality] < _RANKS[plan.criticality]:
        raise BadRequest(
            f"The findings make the plan {plan.plan_id} {plan.criticality}: that can be raised, never lowered.",
            advice=f"Ask for it with criticality {plan.criticality}, or leave that out.",
        )
    return criticality
