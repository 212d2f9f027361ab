"""Rules that approve without a click: each is itself approved in Slack, covers little, and expires."""

from core.clock import Clock
from core.patching.plan import Criticality, Plan
from core.patching.policy import AutoApprove, Policy, covers
from core.patching.rule import RuleState
from services.store import Store
from workflows.patching.approvals import Tags
from workflows.patching.circle import People

RULE = "rule"
"""The kind of record of a rule's own approval; its key is the digest of the rule."""


class Rules:
    """Looks at the rules of the policy and at what was decided about them."""

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
        tags = self._tags([machine.instance_id for machine in plan.machines])
        now = self._clock.now()
        return next((rule.name for rule in rules if covers(rule, plan, criticality, tags, now)), "")

    def _approved(self, rule: AutoApprove) -> bool:
        record = self._store.get(RULE, rule.digest)
        return record is not None and record.state == RuleState.APPROVED
