"""Holds another policy against the patches of the last days."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import AssistantError
from core.patching.policy import Policy
from core.patching.policy_trial import differences
from core.patching.states import State
from services.store import Order, Store
from workflows.patching.records import Patch, Records

Tags = Callable[[Sequence[str]], Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Tried:
    """One patch: what would have gone otherwise, and why that could not be said where it could not."""

    workflow_id: str
    requested_at: datetime
    state: State
    differences: tuple[str, ...] = ()
    unread: str = ""


class PolicyTrial:
    """Reads patches; changes nothing. `tags` asks for today's tags of instances."""

    def __init__(self, store: Store, tags: Tags) -> None:
        self._records = Records(store)
        self._tags = tags

    def over(self, policy: Policy, since: datetime) -> tuple[Tried, ...]:
        """Every patch that was asked for since a moment, oldest first.

        Raises:
            Upstream: the store does not answer.
        """
        found = [self._tried(policy, patch) for patch in self._patches(since)]
        return tuple(sorted(found, key=lambda each: each.requested_at))

    def _patches(self, since: datetime) -> Iterator[Patch]:
        for state in State:
            for patch in self._records.patches(state, order=Order.NEWEST):
                if patch.workflow.requested_at < since:
                    break
                yield patch

    def _tried(self, policy: Policy, patch: Patch) -> Tried:
        workflow = patch.workflow
        try:
            plan = self._records.approved_plan(workflow).plan
            tags = self._tags([each.instance_id for each in plan.machines])
        except AssistantError as error:
            return Tried(workflow.workflow_id, workflow.requested_at, patch.state, unread=error.sentence)
        found = differences(policy, workflow, plan, tags)
        return Tried(workflow.workflow_id, workflow.requested_at, patch.state, found)
