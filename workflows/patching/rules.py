"""Rules that approve without a click: each is itself approved in Slack, covers little, and expires."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from blocks.fit import fit
from blocks.rule_card import rule_card
from core.actor import Actor, Door
from core.clock import Clock
from core.errors import Cause, Conflict, NotFound, Upstream
from core.patching.approval import Ruling
from core.patching.plan import Criticality, Plan
from core.patching.policy import AutoApprove, Policy, covers
from core.patching.rule import SCHEMA, RuleApproval, RuleState, judge_rule, judge_rule_stop
from core.patching.workflow import Ending, Vote
from services.slack.outbox import Lane, Message, intent
from services.store import ABSENT, Audit, Changes, Put, Record, Store
from workflows.patching.approvals import Tags
from workflows.patching.circle import People, active, circle

RULE = "rule"
"""The kind of record of a rule's own approval; its key is the digest of the rule."""
_TRIES = 20
_POLICY = Actor(Door.SCHEDULER)
Judged = tuple[Ruling, RuleState, RuleApproval]


@dataclass(frozen=True, slots=True)
class _Stored:
    approval: RuleApproval
    state: RuleState
    version: int


class Rules:
    """The rules of the policy, and what people decided about each."""

    def __init__(self, store: Store, policy: Policy, people: People, tags: Tags, clock: Clock) -> None:
        self._store = store
        self._policy = policy
        self._people = people
        self._tags = tags
        self._clock = clock

    def covering(self, plan: Plan, criticality: Criticality) -> str:
        """The name of a rule that covers all of a plan and was itself approved; empty: none.

        Raises:
            NotFound, Upstream: the tags of its machines cannot be learnt.
        """
        rules = [rule for rule in self._policy.auto_approve if self._approved(rule)]
        if not rules:
            return ""
        tags, now = self._tags([machine.instance_id for machine in plan.machines]), self._clock.now()
        return next((rule.name for rule in rules if covers(rule, plan, criticality, tags, now)), "")

    def ask(self) -> int:
        """Post a card for every rule that nobody was asked about yet and that is not over; how many."""
        now, asked = self._clock.now(), 0
        for rule in self._policy.auto_approve:
            if not self._policy.channel or now >= rule.until or self._store.get(RULE, rule.digest):
                continue
            approval = RuleApproval(
                rule=rule,
                digest=rule.digest,
                asked_at=now,
                channel_id=self._policy.channel,
                quorum=self._policy.critical_quorum,
                approvers=self._policy.approvers,
            )
            audit = Audit(_POLICY, "ask for a rule", rule.digest, {"rule": rule.name})
            try:
                self._store.commit(_changes(approval, RuleState.WAITING, ABSENT, audit))
            except Conflict:  # another replica asks for it
                continue
            asked += 1
        return asked

    def approve(self, actor: Actor, digest: str) -> Ruling:
        """Count a vote for a rule; raises as `Approvals.approve`."""

        def judged(stored: _Stored, members: frozenset[str]) -> Judged:
            approval, now = stored.approval, self._clock.now()
            ruling = judge_rule(approval, stored.state, members, actor.user_id, now)
            state = RuleState.APPROVED if ruling.why == "complete" else RuleState.WAITING
            vote = Vote(user_id=actor.user_id, at=now, digest=digest)
            return ruling, state, approval.model_copy(update={"votes": (*approval.votes, vote)})

        return self._decide(actor, "approve a rule", digest, judged)

    def stop(self, actor: Actor, digest: str) -> Ruling:
        """Reject a rule, or withdraw one that was approved; raises as `Approvals.approve`."""

        def judged(stored: _Stored, members: frozenset[str]) -> Judged:
            approval, now = stored.approval, self._clock.now()
            ruling = judge_rule_stop(approval, stored.state, members, actor.user_id, now)
            ending = Ending(at=now, sentence="Stopped.", user_id=actor.user_id)
            return ruling, RuleState.REJECTED, approval.model_copy(update={"ending": ending})

        return self._decide(actor, "stop a rule", digest, judged)

    def note_refusal(self, actor: Actor, digest: str, why: str) -> None:
        """Audit a click that the gate refused; of a rule that does not exist there is no row."""
        if self._store.get(RULE, digest):
            detail = {"decision": "not_allowed", "reason": why}
            self._store.commit(Changes(audits=(Audit(actor, "decide about a rule refused", digest, detail),)))

    def _decide(
        self, actor: Actor, action: str, digest: str, judge: Callable[[_Stored, frozenset[str]], Judged]
    ) -> Ruling:
        for _ in range(_TRIES):
            stored = self._stored(digest)
            voters = {vote.user_id for vote in stored.approval.votes} | {actor.user_id}
            found = active(self._people, circle(self._people, self._policy.approvers), voters)
            ruling, state, after = judge(stored, found.members)
            detail: dict[str, Any] = {"rule": after.rule.name, "decision": ruling.why}
            try:
                if ruling.counts:
                    audit = Audit(actor, action, digest, detail | {"state": state.value})
                    self._store.commit(_changes(after, state, stored.version, audit))
                else:
                    self._store.commit(Changes(audits=(Audit(actor, f"{action} refused", digest, detail),)))
            except Conflict:
                continue
            return ruling
        raise Conflict("Too many people decide about this rule at once.", advice="Look at its card, then press again.")

    def _stored(self, digest: str) -> _Stored:
        record = self._store.get(RULE, digest)
        if record is None or digest not in {rule.digest for rule in self._policy.auto_approve}:
            raise NotFound("The policy has no such rule any more.", advice="Only rules of today's policy can approve.")
        return _read(record)

    def _approved(self, rule: AutoApprove) -> bool:
        record = self._store.get(RULE, rule.digest)
        return record is not None and _read(record).state is RuleState.APPROVED


def _read(record: Record) -> _Stored:
    if record.schema != SCHEMA:
        raise Upstream(
            f"The rule {record.key[:12]} was written by another version of this program. Nothing was done.",
            cause=Cause.REFUSED,
            retryable=False,
            advice="Run the version that wrote it.",
        )
    return _Stored(RuleApproval.model_validate(record.doc), RuleState(record.state), record.version)


def _changes(approval: RuleApproval, state: RuleState, expect: int, audit: Audit) -> Changes:
    """The record, its card and its audit row, together."""
    record = Put(RULE, approval.digest, approval.model_dump(mode="json"), expect, state=state, schema=SCHEMA)
    card, key = fit(rule_card(approval, state)), f"rule:{approval.digest}"
    message = Message(key=key, channel=approval.channel_id, text=card.text, blocks=card.blocks, lane=Lane.URGENT)
    return Changes(puts=(record, intent(message)), audits=(audit,))
