"""Saying that a person has looked at a patch that needed one: who may, and what that means for its machines."""

from core.patching.approval import SAID, Ruling, by_whom
from core.patching.standing import Standing
from core.patching.states import State, Step


def judge_handled(standing: Standing, members: frozenset[str], user_id: str, digest: str) -> Ruling:
    """Judge one click on Mark as handled.

    Args:
        standing: The patch as it is stored now.
        members: Every person among today's approvers, with user groups resolved just now.
        user_id: Who clicked; authenticated, a full member of the team.
        digest: Of the plan that the clicked card showed.
    """
    if refused := not_to_handle(standing):
        return refused
    if digest != standing.workflow.digest:
        sentence = "The plan has changed since this card was drawn, so nothing was changed. Look at it again."
        return Ruling(why="stale", sentence=sentence)
    if user_id not in members | {standing.workflow.requested_by}:
        sentence = "Only those who may approve this patch, and who asked for it, may say that it is handled."
        return Ruling(why="not_approver", sentence=sentence)
    return Ruling(why="complete", sentence=f"You say that it is handled. {what_is_free(standing)}")


def not_to_handle(standing: Standing) -> Ruling | None:
    """Why nobody has to look at it; None where somebody has to."""
    if standing.state is State.NEEDS_HUMAN:
        return None
    handled = standing.workflow.handled
    by = f" <@{handled.user_id}> said so at {handled.at:%H:%M} UTC." if handled else by_whom(standing.workflow)
    sentence = f"This patch is {SAID[standing.state]}, so there is nothing to mark as handled.{by}"
    return Ruling(why="not_waiting", sentence=sentence)


def what_is_free(standing: Standing) -> str:
    """Which machines other patches may change again, in one sentence."""
    begun = standing.begun
    held = [
        machine.name
        for machine in standing.plan.machines
        if machine.instance_id in begun and begun[machine.instance_id].step is not Step.SKIPPED
    ]
    if not held:
        return "No machine was held for it."
    who = held[0] if len(held) == 1 else f"{len(held)} machines"
    return f"{who} may be planned and patched again."
