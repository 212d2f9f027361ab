"""Whether an approved patch may begin now: judged again from the start, on what is true at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.clock import Clock
from core.errors import NotFound, Upstream
from core.patching.approval import complete_with
from core.patching.issued import Issued
from core.patching.live import LiveState, drift
from core.patching.plan import Plan
from core.patching.policy import Policy, hindrance, terms
from core.patching.states import State
from core.patching.workflow import Workflow
from workflows.patching.approvals import Tags
from workflows.patching.circle import People, active, circle
from workflows.patching.rules import Rules
from workflows.patching.timing import Timing

_AGAIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Go:
    """It may."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not yet."""

    until: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Never:
    """Not any more."""

    state: State
    sentence: str
    details: tuple[str, ...] = ()


Verdict = Go | Later | Never


class Looks(Protocol):
    """The part of the planner that is needed here."""

    def live(self, plan: Plan) -> LiveState:
        """How the machines of a plan are now; raises Upstream."""
        ...


@dataclass(frozen=True, slots=True)
class Authority:
    """Who has to have allowed it, as the policy and Slack have it now."""

    policy: Policy
    people: People
    tags: Tags
    rules: Rules


class Gate:
    """Judges. What cannot be learnt keeps the gate shut."""

    def __init__(self, authority: Authority, looks: Looks, clock: Clock, timing: Timing) -> None:
        self._authority = authority
        self._looks = looks
        self._clock = clock
        self._timing = timing

    def judge(self, workflow: Workflow, issued: Issued) -> Verdict:
        """Time first, then people, then machines: the cheap questions before the dear ones."""
        plan, now = issued.plan, self._clock.now()
        if issued.digest != workflow.digest or plan.plan_id != workflow.plan_id:
            return Never(State.VOID, "The stored plan is not the one that was approved.")
        try:
            return self._time(workflow, plan, now) or self._people(workflow, plan) or self._machines(issued)
        except (NotFound, Upstream) as error:
            return Later(now + _AGAIN, f"It waits, because it could not be judged again: {error.sentence}")

    def time_for(self, workflow: Workflow, plan: Plan, wave: int) -> str:
        """Why no further wave may begin now, in a sentence; empty where one may."""
        share = (len(plan.waves) - wave) / len(plan.waves)
        late = self._too_late(workflow, plan.expected_s * share)
        return late or ("" if workflow.break_glass else hindrance(self._authority.policy, self._clock.now()))

    def _time(self, workflow: Workflow, plan: Plan, now: datetime) -> Verdict | None:
        window = workflow.binding_window
        if window and now < window.start:
            return Later(window.start, "It waits for its window.")
        if workflow.execute_by and now >= workflow.execute_by:
            return Never(State.EXPIRED, "It was approved, but not begun in time.")
        if late := self._too_late(workflow, plan.expected_s):
            return Never(State.EXPIRED, late)
        if not workflow.break_glass and (hindered := hindrance(self._authority.policy, now)):
            return Later(now + _AGAIN, f"It waits: {hindered}")
        return None

    def _too_late(self, workflow: Workflow, takes_s: float) -> str:
        window = workflow.binding_window
        if window is None:
            return ""
        left_s = (window.end - self._clock.now()).total_seconds()
        needs_s = takes_s + self._timing.reserve_s
        if left_s >= needs_s:
            return ""
        return (
            f"Its window has {max(0, left_s) / 60:.0f} minutes left, and the rest takes {needs_s / 60:.0f}"
            " with the time for a way back."
        )

    def _people(self, workflow: Workflow, plan: Plan) -> Verdict | None:
        authority = self._authority
        if workflow.auto_rule and not workflow.counted:
            if authority.rules.covering(plan, workflow.criticality) == workflow.auto_rule:
                return None
            return Never(State.VOID, f"The rule {workflow.auto_rule} that approved it does not hold any more.")
        asked = terms(authority.policy, workflow.criticality, self._tags(plan))
        voters = {vote.user_id for vote in workflow.counted}
        found = active(authority.people, circle(authority.people, asked.approvers), voters)
        if complete_with(workflow, asked, found.members):
            return None
        if found.unread:
            return Later(self._clock.now() + _AGAIN, f"It waits: {' '.join(found.unread)}")
        sentence = "Those who approved it may not do so any more, or more people are needed now."
        return Never(State.VOID, sentence)

    def _tags(self, plan: Plan) -> Mapping[str, Mapping[str, str]]:
        names: Sequence[str] = [machine.instance_id for machine in plan.machines]
        return self._authority.tags(names) if self._authority.policy.rules else {}

    def _machines(self, issued: Issued) -> Verdict:
        differences = drift(issued.live, self._looks.live(issued.plan))
        if differences:
            sentence = "What it was planned for has changed since, so the approval does not hold."
            return Never(State.VOID, sentence, differences)
        return Go()
