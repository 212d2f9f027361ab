"""When a patch lapses, and when somebody should look at it again."""

from datetime import datetime, timedelta
from typing import NamedTuple

from core.patching.plan import PlannedWindow
from core.patching.policy import Policy
from core.patching.states import State
from core.patching.workflow import Workflow


class Start(NamedTuple):
    """What approval leads to: the state, when it is due, and until when it may start."""

    state: State
    due: datetime
    execute_by: datetime


def approve_by(policy: Policy, window: PlannedWindow | None, now: datetime) -> datetime:
    """Until when a plan may be approved: never beyond its own window."""
    expires = now + timedelta(hours=policy.approval_expires_h)
    return min(expires, window.end) if window else expires


def start_of(policy: Policy, workflow: Workflow, now: datetime) -> Start:
    """How an approved patch goes on: in its window, or at once for as long as an approval lasts."""
    window = workflow.binding_window
    if window is None:
        return Start(State.APPROVED, now, now + timedelta(hours=policy.execution_expires_h))
    state = State.SCHEDULED if now < window.start else State.APPROVED
    return Start(state, max(now, window.start), window.end)


def waiting_due(policy: Policy, workflow: Workflow) -> datetime:
    """When to look at a patch that waits for approval: the next reminder, the escalation, or the end."""
    moments = [workflow.approve_by]
    if workflow.reminded < len(policy.remind_after_min):
        moments.append(workflow.asked_at + timedelta(minutes=sorted(policy.remind_after_min)[workflow.reminded]))
    if policy.escalate_to and not workflow.escalated:
        moments.append(workflow.asked_at + timedelta(minutes=policy.escalate_after_min))
    return min(moments)


def reminders_due(policy: Policy, workflow: Workflow, now: datetime) -> int:
    """How many reminders should have been given by now; several that were missed are made up for by one."""
    return sum(workflow.asked_at + timedelta(minutes=each) <= now for each in policy.remind_after_min)


def escalation_due(policy: Policy, workflow: Workflow, now: datetime) -> bool:
    """Whether it has waited so long that others are told."""
    after = timedelta(minutes=policy.escalate_after_min)
    return bool(policy.escalate_to) and not workflow.escalated and workflow.asked_at + after <= now
