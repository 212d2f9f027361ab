"""From a plan to a card that waits for approval, or a refusal where it could never be approved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_hex
from typing import Protocol

from blocks.patch_card_head import plain_head
from blocks.patch_card_thread import asked_line, rule_line
from core.actor import Actor
from core.answers.approval import ApprovalRequest
from core.clock import Clock
from core.errors import Conflict, NotAllowed
from core.gaps import Gap
from core.patching.deadlines import approve_by, start_of, waiting_due
from core.patching.issued import Issued
from core.patching.plan import Criticality, Plan
from core.patching.policy import Policy, Terms, terms
from core.patching.standing import Standing
from core.patching.states import State
from core.patching.workflow import Workflow
from core.spans import short_span
from services.slack.outbox import FileOf
from services.store import ABSENT, Audit, Changes, Put, Store
from workflows.patching.announcing import Line, announced, charted
from workflows.patching.approvals import Tags
from workflows.patching.callers import Callers
from workflows.patching.checks import (
    Directory,
    channel_for,
    check_age,
    check_reachable,
    check_requester,
    raised,
)
from workflows.patching.crash import CrashPoints
from workflows.patching.links import Links
from workflows.patching.records import Patch, Records, new_patch

ASKED = "plan_asked"
"""The kind of record that says which patch a plan became: a plan is asked for once."""
ANALYSIS_MODE = "The assistant is in analysis mode: it has no role for changes, so it plans and explains only."
_HOW = "Set SRE_CHANGE_ROLE_ARN to a role that may change machines, and SRE_PATCH_LISTS to a bucket that they read."
_TRIES = 3


class Rules(Protocol):
    """Rules that approve without a click."""

    def covering(self, plan: Plan, criticality: Criticality) -> str:
        """The name of a rule that covers all of a plan and was itself approved; empty: none."""
        ...


@dataclass(frozen=True)
class Requests:
    """Asks for approvals. `may_change`: there is a role for changes; `posted_within_s`: the wait for a card's link."""

    store: Store
    directory: Directory
    tags: Tags
    policy: Policy
    callers: Callers
    rules: Rules
    links: Links
    clock: Clock
    may_change: bool
    chart: Callable[[Plan], FileOf | None] = lambda _: None
    posted_within_s: float = 3.0
    crashes: CrashPoints = field(default_factory=CrashPoints)

    def create(
        self, actor: Actor, plan_id: str, criticality: Criticality | None = None, *, auto_approve: bool = False
    ) -> ApprovalRequest:
        """Post the card of a plan, whose requester is the caller; the one that stands where it was asked for before.

        Args:
            actor: Who asks; the gate has let them through.
            plan_id: A plan that this system issued.
            criticality: Higher than what the findings say; None: what they say.
            auto_approve: Whether a rule of the policy may approve it, if one covers all of it.

        Raises:
            NotAllowed: there is no role for changes, or the caller may not ask for any.
            NotFound: there is no such plan.
            BadRequest: it could never be approved, is too old, or there is no channel for its card.
            Upstream: Slack, AWS or the store does not answer.
        """
        if not self.may_change:
            raise NotAllowed(ANALYSIS_MODE, advice=_HOW)
        requester = self.callers.named(actor)
        check_requester(self.policy, self.directory, requester)
        issued = Records(self.store).plan(plan_id)
        if before := self._asked_before(plan_id):
            return self._answer(before, asked_before=True)
        check_age(self.policy, issued.plan, self.clock.now())
        level = raised(issued.plan, criticality)
        rule = self.rules.covering(issued.plan, level) if auto_approve else ""
        asked = terms(self.policy, level, self._tags_of(issued.plan))
        if not rule:
            check_reachable(self.directory, asked, requester)
        channel_id = channel_for(self.policy, self.directory, requester)
        first = self._first(requester, issued, asked, level, channel_id).model_copy(update={"auto_rule": rule})
        return self._begun(requester, issued, first)

    def by_rule(self, actor: Actor, plan: Plan) -> ApprovalRequest | None:
        """Let a rule of the policy approve a plan; None: none covers it, so people have to. Raises as `create`."""
        covered = self.rules.covering(plan, plan.criticality)
        return self.create(actor, plan.plan_id, auto_approve=True) if covered else None

    def _first(self, requester: Actor, issued: Issued, asked: Terms, level: Criticality, channel_id: str) -> Workflow:
        now, window = self.clock.now(), issued.plan.window
        return Workflow(
            workflow_id=_new_id(self.clock),
            plan_id=issued.plan.plan_id,
            digest=issued.digest,
            criticality=level,
            requested_by=requester.user_id,
            requested_via=requester.door.value,
            requested_at=now,
            channel_id=channel_id,
            quorum=asked.quorum,
            approvers=asked.approvers,
            approve_by=approve_by(self.policy, window, now),
            window=window,
            way_back=issued.plan.undoes is not None,
        )

    def _tags_of(self, plan: Plan) -> Mapping[str, Mapping[str, str]]:
        """Asked for only where a rule looks at them."""
        return self.tags([machine.instance_id for machine in plan.machines]) if self.policy.rules else {}

    def _begun(self, requester: Actor, issued: Issued, first: Workflow) -> ApprovalRequest:
        chart = self.chart(issued.plan)
        for _ in range(_TRIES):
            self.crashes.reach("request", "before")
            try:
                self.store.commit(self._changes(requester, issued, first, chart))
            except Conflict:
                if before := self._asked_before(first.plan_id):
                    return self._answer(before, asked_before=True)
                first = first.model_copy(update={"workflow_id": _new_id(self.clock)})
                continue
            self.crashes.reach("request", "after")
            return self._answer(Records(self.store).patch(first.workflow_id), asked_before=False)
        raise Conflict("The request could not be stored.", advice="Ask again.")

    def _changes(self, requester: Actor, issued: Issued, first: Workflow, chart: FileOf | None) -> Changes:
        state, due = State.WAITING, waiting_due(self.policy, first)
        if first.auto_rule:
            state, due, execute_by = start_of(self.policy, first, self.clock.now())
            first = first.model_copy(update={"execute_by": execute_by})
        standing = Standing(workflow=first, state=state, plan=issued.plan)
        said = rule_line(first.auto_rule) if first.auto_rule else asked_line(standing)
        detail = {
            "state": state.value,
            "plan": first.plan_id,
            "digest": first.digest,
            "criticality": first.criticality,
            "policy": self.policy.digest,
            **({"rule": first.auto_rule} if first.auto_rule else {}),
        }
        asked = Put(ASKED, first.plan_id, {"workflow_id": first.workflow_id}, expect=ABSENT)
        told = [*announced(standing, (Line("asked", said),)), *([charted(standing, chart)] if chart else [])]
        puts = (new_patch(first, state, due), asked, *told)
        return Changes(puts=puts, audits=(Audit(requester, "request", first.workflow_id, detail),))

    def _asked_before(self, plan_id: str) -> Patch | None:
        record = self.store.get(ASKED, plan_id)
        return Records(self.store).patch(str(record.doc["workflow_id"])) if record else None

    def _answer(self, patch: Patch, *, asked_before: bool) -> ApprovalRequest:
        workflow = patch.workflow
        standing = Records(self.store).standing(patch)
        url = self.links.link(workflow.workflow_id, patience_s=self.posted_within_s)
        missing = Gap(
            what="the link to the card",
            why="It has not been posted to Slack yet.",
            advice="It is posted as soon as `sre-agent serve` runs and Slack answers.",
        )
        return ApprovalRequest(
            workflow_id=workflow.workflow_id,
            approval_url=url,
            estimated_duration=short_span(timedelta(seconds=standing.plan.expected_s)),
            expected_s=standing.plan.expected_s,
            plan_id=workflow.plan_id,
            digest=workflow.digest,
            criticality=workflow.criticality,
            state=patch.state,
            approvals_needed=standing.needed,
            approvers=workflow.approvers,
            approve_by=workflow.approve_by,
            asked_before=asked_before,
            summary=plain_head(standing),
            partial=() if url else (missing,),
        )


def _new_id(clock: Clock) -> str:
    return f"w-{clock.now():%Y%m%d}-{token_hex(3)}"
