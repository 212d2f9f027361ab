"""Which patch of a machine can be taken back, and why another cannot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import BadRequest, NotFound
from core.patching.plan import Plan, PlannedMachine, Undoing
from core.patching.states import State, Step
from core.patching.undoing import shortest_way
from workflows.patching.records import Machine, Patch, Records
from workflows.patching.steps.backup import EFFECT

_ENDED = (State.VERIFIED, State.STOPPED, State.ROLLED_BACK, State.NEEDS_HUMAN, State.HANDLED)
_TOUCHED = frozenset({Step.DONE, Step.ROLLED_BACK, Step.NEEDS_HUMAN})
_EXAMPLE = "`/sre-schedule` and the cards of the channel tell which patches there are."


@dataclass(frozen=True, slots=True)
class Undoable:
    """A patch of a machine that may be taken back; see `check`."""

    patch: Patch
    machine: Machine
    plan: Plan

    @property
    def planned(self) -> PlannedMachine:
        """The machine as it was patched."""
        return self.plan.machine(self.machine.run.instance_id)

    @property
    def undoing(self) -> Undoing:
        """What a way back starts from: what the patch wrote down about the machine."""
        facts, taken = self.machine.run.facts, self.machine.run.intents.get(EFFECT)
        names = ("root_snapshot", "snapshots", "versions", "transaction_before", "transaction_after")
        way = shortest_way(facts, self.planned.packages)
        kept = timedelta(days=self.plan.backup_keep_days)
        return Undoing(
            workflow_id=self.patch.workflow.workflow_id,
            way=way,
            facts={"way": way, **{name: facts[name] for name in names if name in facts}},
            mark=taken.mark if taken else "",
            backed_up_at=taken.asked_at if taken else None,
            kept_until=taken.asked_at + kept if taken else None,
        )

    def check(self) -> None:
        """Refuse what did not end well, or is taken back already; raises BadRequest."""
        name, which = self.planned.name, self.patch.workflow.workflow_id
        if self.machine.step is Step.ROLLED_BACK:
            when = f"{self.machine.run.since:%Y-%m-%d %H:%M} UTC"
            raise BadRequest(
                f"{name} was rolled back from {which} already, at {when}: it is vulnerable again.",
                advice="`/sre-patch` plans a new patch.",
            )
        if self.patch.state is State.HANDLED and self.machine.step is Step.NEEDS_HUMAN:
            raise BadRequest(
                f"{which} did not end well on {name}, and a person has changed it since: its backup fits no more.",
                advice="The card of that patch names the snapshots, which are kept until they expire.",
            )
        if State.NEEDS_HUMAN is self.patch.state or self.machine.step is Step.NEEDS_HUMAN:
            raise BadRequest(
                f"{which} did not end well, so a person has to look at {name} before anything else is done to it.",
                advice="Its card says what happened.",
            )
        if self.patch.state not in _ENDED or self.machine.step is not Step.DONE:
            raise BadRequest(f"{which} did not patch {name}, so there is nothing to take back.", advice=_EXAMPLE)


class Undoables:
    """Looks through the stored patches."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def find(self, instance_id: str, workflow_id: str) -> Undoable:
        """The patch with this id; without one the last that came to that machine.

        Raises:
            NotFound: there is no such patch, or none of that machine.
            BadRequest: it is none of that machine, has not ended, or another came after it.
            Upstream: the store does not answer.
        """
        every = sorted(self._of(instance_id), key=_begun)
        if not workflow_id:
            if not every:
                advice = "Only what the assistant has patched itself can be rolled back."
                raise NotFound(f"No patch of {instance_id} is on record.", advice=advice)
            return every[-1]
        found = self._named(instance_id, workflow_id)
        later = [each for each in every if _begun(each) > _begun(found) and each.machine.step is Step.DONE]
        if later:
            newer = later[-1].patch.workflow.workflow_id
            raise BadRequest(
                f"{found.planned.name} was patched by {newer} after {workflow_id}.",
                advice=f"Roll {newer} back first.",
            )
        return found

    def _of(self, instance_id: str) -> Iterator[Undoable]:
        """Every patch that has come to a machine and has ended."""
        for state in _ENDED:
            for patch in self._records.patches(state):
                machine = self._records.machine(patch.workflow.workflow_id, instance_id)
                if machine and machine.step in _TOUCHED and not patch.workflow.way_back:
                    yield Undoable(patch, machine, self._records.plan(patch.workflow.plan_id).plan)

    def _named(self, instance_id: str, workflow_id: str) -> Undoable:
        patch = self._records.patch(workflow_id)
        plan = self._records.plan(patch.workflow.plan_id).plan
        machine = self._records.machine(workflow_id, instance_id)
        if patch.workflow.way_back:
            raise BadRequest(f"{workflow_id} is a way back itself.", advice="Name the patch, or none: the last one.")
        if instance_id not in {each.instance_id for each in plan.machines}:
            raise BadRequest(f"{workflow_id} is no patch of {instance_id}.", advice=_EXAMPLE)
        if machine is None or patch.state not in _ENDED:
            said = f"{workflow_id} has not patched {instance_id}: it is {patch.state.value.replace('_', ' ')}."
            raise BadRequest(said, advice="Only a patch that has ended can be rolled back.")
        return Undoable(patch, machine, plan)


def _begun(each: Undoable) -> datetime:
    workflow = each.patch.workflow
    return workflow.started_at or workflow.requested_at
