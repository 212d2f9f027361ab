"""Decisions of people about a patch: approve, reject, withdraw, another time, break the glass, stop it, handle it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from secrets import token_hex

from blocks.card import Card
from blocks.patch_card_thread import approved_line, brake_line, glass_line, handled_line, stopped_line, window_line
from core.actor import Actor
from core.clock import Clock
from core.errors import BadRequest
from core.patching.approval import Ruling, complete_with, judge, judge_break_glass, judge_stop, judge_window
from core.patching.deadlines import approve_by, start_of, waiting_due
from core.patching.handling import judge_handled, what_is_free
from core.patching.issued import Issued, revise
from core.patching.offers import hinders
from core.patching.plan import PlannedWindow
from core.patching.policy import Policy, Terms, terms
from core.patching.standing import Standing
from core.patching.states import State
from core.patching.stopping import judge_brake, what_happens
from core.patching.workflow import BreakGlass, Ending, Handled, Revision, Stop, Vote, Workflow
from workflows.patching.announcing import Line
from workflows.patching.circle import Circle, People, active, circle
from workflows.patching.deciding import Deciding, Decision, Judged, Move
from workflows.patching.records import Patch

_LONGEST_REASON = 1000
Tags = Callable[[Sequence[str]], Mapping[str, Mapping[str, str]]]
"""The tags of instances as they are now, by id; raises Upstream where that cannot be learnt."""


class Approvals:
    """Each decision returns what it led to, with a sentence for whoever decided, whom the gate has let through.

    `people` answers freshly, `tags` too. Raises, beside what is named: NotFound for an unknown patch, Upstream where
    Slack, AWS or the store does not answer, Conflict where too many decide at once; nothing was changed then.
    """

    def __init__(self, deciding: Deciding, people: People, tags: Tags, policy: Policy, clock: Clock) -> None:
        self._deciding = deciding
        self._people = people
        self._tags = tags
        self._policy = policy
        self._clock = clock

    def approve(self, actor: Actor, workflow_id: str, digest: str) -> Ruling:
        """Count a vote for exactly the plan with this digest."""

        def judged(patch: Patch) -> Judged:
            asked, found = self._circle(patch, actor.user_id)
            workflow, now = patch.workflow, self._clock.now()
            ruling = judge(workflow, patch.state, asked, found.members, actor.user_id, digest, now)
            if not ruling.counts:
                return _with_unread(ruling, found), None
            vote = Vote(user_id=actor.user_id, at=now, digest=digest)
            voted = _told(workflow, asked).model_copy(update={"votes": (*workflow.votes, vote)})
            what = f"vote:{digest[:12]}:{actor.user_id}"
            move = self._moved(voted, now, complete=ruling.why == "complete")
            return ruling, Move(*move, _one(what, partial(approved_line, user_id=actor.user_id)))

        return self._deciding.decide(Decision(actor, "approve", workflow_id, digest), judged)

    def stop(self, actor: Actor, workflow_id: str, digest: str, reason: str) -> Ruling:
        """Reject it as an approver, or withdraw it as the one who asked; raises BadRequest without a reason."""
        said = _reason(reason)

        def judged(patch: Patch) -> Judged:
            _, found = self._circle(patch, actor.user_id)
            workflow, now = patch.workflow, self._clock.now()
            ruling = judge_stop(workflow, patch.state, found.members, actor.user_id, digest, now)
            if not ruling.counts:
                return _with_unread(ruling, found), None
            ended = workflow.model_copy(update={"ending": Ending(at=now, sentence=said, user_id=actor.user_id)})
            told = stopped_line(ended, actor.user_id, said)
            return ruling, Move(State.REJECTED, ended, None, _one("stopped", lambda _: told))

        return self._deciding.decide(Decision(actor, "stop", workflow_id, digest, said), judged)

    def reschedule(self, actor: Actor, workflow_id: str, digest: str, window: PlannedWindow | None) -> Ruling:
        """Issue the same plan for another window (None: as soon as it is approved), to be approved anew.

        Raises:
            BadRequest: nothing may be planned for that time.
        """
        if hindered := hinders(self._policy, window, self._clock.now()):
            raise BadRequest(hindered, advice="Choose another time.")

        def judged(patch: Patch) -> Judged:
            _, found = self._circle(patch, actor.user_id)
            workflow, now = patch.workflow, self._clock.now()
            ruling = judge_window(workflow, patch.state, found.members, actor.user_id, digest, now)
            if not ruling.counts:
                return _with_unread(ruling, found), None
            plan, revised = self._revised(workflow, window, actor.user_id, now)
            lines = _one(f"window:{revised.plan_id}", partial(window_line, user_id=actor.user_id))
            return ruling, Move(State.WAITING, revised, waiting_due(self._policy, revised), lines, plan)

        return self._deciding.decide(Decision(actor, "reschedule", workflow_id, digest), judged)

    def break_glass(self, actor: Actor, workflow_id: str, digest: str, reason: str) -> Ruling:
        """Waive window, freeze and the second approver; raises BadRequest without a reason."""
        said = _reason(reason)

        def judged(patch: Patch) -> Judged:
            asked, found = self._circle(patch, actor.user_id)
            workflow, now = patch.workflow, self._clock.now()
            named = self._policy.break_glass
            ruling = judge_break_glass(workflow, patch.state, named, actor.user_id, digest, now)
            if not ruling.counts:
                return ruling, None
            glass = BreakGlass(user_id=actor.user_id, at=now, reason=said)
            broken = workflow.model_copy(update={"break_glass": glass})
            approved = patch.state is not State.WAITING or complete_with(broken, asked, found.members)
            told = glass_line(broken, said, asked.approvers)
            return ruling, Move(*self._moved(broken, now, complete=approved), _one("glass", lambda _: told))

        return self._deciding.decide(Decision(actor, "break glass", workflow_id, digest, said), judged)

    def brake(self, actor: Actor, workflow_id: str, digest: str, reason: str) -> Ruling:
        """Stop a patch that runs: nothing more is begun on any machine, and what was begun is finished."""

        def judged(patch: Patch) -> Judged:
            _, found = self._circle(patch, actor.user_id)
            standing = self._deciding.records.standing(patch)
            ruling = judge_brake(standing, found.members, actor.user_id, digest)
            if not ruling.counts:
                return _with_unread(ruling, found), None
            stop = Stop(user_id=actor.user_id, at=self._clock.now(), reason=reason.strip()[:_LONGEST_REASON])
            stopped = patch.workflow.model_copy(update={"stop": stop})
            told = brake_line(stopped, stop, what_happens(standing))
            return ruling, Move(patch.state, stopped, patch.due, _one("brake", lambda _: told))

        return self._deciding.decide(Decision(actor, "stop patch", workflow_id, digest, reason), judged)

    def handle(self, actor: Actor, workflow_id: str, digest: str, reason: str) -> Ruling:
        """Say that a person has looked at a patch that needed one; raises BadRequest without a reason."""
        said = _reason(reason)

        def judged(patch: Patch) -> Judged:
            _, found = self._circle(patch, actor.user_id)
            standing = self._deciding.records.standing(patch)
            ruling = judge_handled(standing, found.members, actor.user_id, digest)
            if not ruling.counts:
                return _with_unread(ruling, found), None
            handled = Handled(user_id=actor.user_id, at=self._clock.now(), reason=said)
            after = patch.workflow.model_copy(update={"handled": handled})
            told = handled_line(handled, what_is_free(standing))
            return ruling, Move(State.HANDLED, after, None, _one("handled", lambda _: told), frees=True)

        return self._deciding.decide(Decision(actor, "mark as handled", workflow_id, digest, said), judged)

    def _circle(self, patch: Patch, user_id: str) -> tuple[Terms, Circle]:
        """What today's policy asks of a patch, and who may give it; voters who left meanwhile are taken out."""
        asked = terms(self._policy, patch.workflow.criticality, self._tags_of(patch))
        voters = {vote.user_id for vote in patch.workflow.counted} | {user_id}
        return asked, active(self._people, circle(self._people, asked.approvers), voters)

    def _tags_of(self, patch: Patch) -> Mapping[str, Mapping[str, str]]:
        """Asked for only where a rule looks at them."""
        if not self._policy.rules:
            return {}
        plan = self._deciding.records.approved_plan(patch.workflow).plan
        return self._tags([machine.instance_id for machine in plan.machines])

    def _moved(self, workflow: Workflow, now: datetime, *, complete: bool) -> tuple[State, Workflow, datetime]:
        if not complete:
            return State.WAITING, workflow, waiting_due(self._policy, workflow)
        start = start_of(self._policy, workflow, now)
        return start.state, workflow.model_copy(update={"execute_by": start.execute_by}), start.due

    def _revised(
        self, workflow: Workflow, window: PlannedWindow | None, user_id: str, now: datetime
    ) -> tuple[Issued, Workflow]:
        """The same machines, packages and live state under another plan id."""
        before = self._deciding.records.approved_plan(workflow)
        plan_id = f"p-{now:%Y%m%d}-{token_hex(3)}"
        issued = revise(before, before.plan.model_copy(update={"plan_id": plan_id, "window": window}))
        changed = {
            "plan_id": plan_id,
            "digest": issued.digest,
            "window": window,
            "approve_by": approve_by(self._policy, window, now),
            "revision": Revision(user_id=user_id, at=now, votes=len(workflow.counted)),
            "reminded": 0,
            "escalated": False,
        }
        return issued, workflow.model_copy(update=changed)


def _told(workflow: Workflow, asked: Terms) -> Workflow:
    """What the card says about who has to approve is what today's policy asks."""
    return workflow.model_copy(update={"quorum": max(workflow.quorum, asked.quorum), "approvers": asked.approvers})


def _one(what: str, draw: Callable[[Standing], Card]) -> Callable[[Standing], tuple[Line, ...]]:
    """The one line of a decision, drawn of the patch as it is then."""
    return lambda standing: (Line(what, draw(standing)),)


def _reason(given: str) -> str:
    said = given.strip()
    if not said:
        raise BadRequest("This needs a reason.", advice="Write why in a few words.")
    return said[:_LONGEST_REASON]


def _with_unread(ruling: Ruling, found: Circle) -> Ruling:
    """A refusal that may be due to what could not be read says so."""
    if ruling.why != "not_approver" or not found.unread:
        return ruling
    return ruling.model_copy(update={"sentence": " ".join([ruling.sentence, *found.unread])})
