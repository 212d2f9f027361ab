"""Plans, patches and machines as records of the store: read as models, written as changes that expect a version."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from core.errors import Cause, NotFound, Upstream
from core.model import Model
from core.patching import issued, workflow
from core.patching.issued import Issued
from core.patching.standing import MachineStanding, Standing
from core.patching.states import State, Step, may_follow, step_may_follow
from core.patching.workflow import MachineRun, Workflow
from services.store import ABSENT, Order, Put, Record, Store

PLAN, PATCH, MACHINE = "plan", "patch", "machine"
PAGE = 100
Upcast = Callable[[Mapping[str, Any]], Mapping[str, Any]]
# From the shape with this number to the next one, by kind. The shapes of today are the first ones.
_UPCASTS: Mapping[str, Mapping[int, Upcast]] = {}
_SHAPES = {PLAN: issued.SCHEMA, PATCH: workflow.SCHEMA, MACHINE: workflow.SCHEMA}
M = TypeVar("M", bound=Model)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patch:
    """A stored patch; `version` is what the next change of it expects."""

    workflow: Workflow
    state: State
    version: int
    due: datetime | None = None

    def moved(self, state: State, after: Workflow, due: datetime | None = None) -> Put:
        """The change to another state, or to other facts in the same one.

        Raises:
            ValueError: that state cannot follow this one.
        """
        if state is not self.state and not may_follow(self.state, state):
            raise ValueError(f"a patch cannot go from {self.state} to {state}")
        return _patch_put(after, state, self.version, due)


@dataclass(frozen=True, slots=True)
class Machine:
    """A stored machine of a patch."""

    run: MachineRun
    step: Step
    version: int

    def moved(self, step: Step, after: MachineRun, due: datetime | None = None) -> Put:
        """The change to another step, or to other facts in the same one.

        Raises:
            ValueError: that step cannot follow this one.
        """
        if step is not self.step and not step_may_follow(self.step, step):
            raise ValueError(f"a machine cannot go from {self.step} to {step}")
        return _machine_put(after, step, self.version, due)


def plan_put(plan_id: str, plan: Issued) -> Put:
    """The change that keeps a plan; it is never written again."""
    return Put(PLAN, plan_id, plan.model_dump(mode="json"), expect=ABSENT, schema=issued.SCHEMA)


def new_patch(first: Workflow, state: State, due: datetime | None) -> Put:
    """The change that begins a patch."""
    return _patch_put(first, state, ABSENT, due)


def new_machine(run: MachineRun, due: datetime | None = None) -> Put:
    """The change that begins a machine of a patch."""
    return _machine_put(run, Step.PLANNED, ABSENT, due)


class Records:
    """Reads them. Each method raises Upstream for a record that another version of this program wrote."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def plan(self, plan_id: str) -> Issued:
        """A plan, as it was issued; raises NotFound where there is none."""
        record = self._store.get(PLAN, plan_id)
        if record is None:
            raise NotFound(f"There is no plan {plan_id}.", advice="Make a plan first; its card and its answer name it.")
        return read(record, Issued)

    def patch(self, workflow_id: str) -> Patch:
        """A patch as it is stored now; raises NotFound where there is none."""
        record = self._store.get(PATCH, workflow_id)
        if record is None:
            raise NotFound(f"There is no patch {workflow_id}.", advice="`/sre-approve-patch` lists those that wait.")
        return _patch(record)

    def patches(
        self, state: State, *, due_before: datetime | None = None, order: Order = Order.OLDEST
    ) -> Iterator[Patch]:
        """Every patch in a state, or those of it that are due."""
        return map(_patch, self._found(state, due_before, order))

    def readable(self, state: State, *, due_before: datetime | None = None) -> Iterator[Patch]:
        """The same without those that cannot be read, for work that one of them must not keep from the others."""
        for record in self._found(state, due_before, Order.OLDEST):
            try:
                yield _patch(record)
            except Upstream as error:
                _log.warning("%s", error)

    def ids(self, state: State, *, due_before: datetime | None = None, order: Order = Order.OLDEST) -> Iterator[str]:
        """Their ids, also of those that cannot be read."""
        return (record.key for record in self._found(state, due_before, order))

    def machine(self, workflow_id: str, instance_id: str) -> Machine | None:
        """A machine of a patch, None before it begins."""
        record = self._store.get(MACHINE, _machine_key(workflow_id, instance_id))
        if record is None:
            return None
        return Machine(read(record, MachineRun), _known(record, Step), record.version)

    def _found(self, state: State, due_before: datetime | None, order: Order) -> Iterator[Record]:
        after: Record | None = None
        while page := self._store.find(PATCH, state=state, due_before=due_before, limit=PAGE, order=order, after=after):
            yield from page
            after = page[-1]

    def approved_plan(self, workflow: Workflow) -> Issued:
        """The plan of a patch, as far as it is still the one that people looked at.

        Raises:
            NotFound: it is not there.
            Upstream: what is stored under its id has another digest.
        """
        issued = self.plan(workflow.plan_id)
        if issued.digest != workflow.digest:
            raise Upstream(
                f"The plan {workflow.plan_id} is not the one that was asked for. Nothing was done.",
                cause=Cause.REFUSED,
                retryable=False,
                advice="Somebody changed the state by hand: see `sre-agent audit verify`, and make the plan again.",
            )
        return issued

    def standing(self, patch: Patch) -> Standing:
        """Everything that the card of a patch tells; raises as `approved_plan`."""
        plan = self.approved_plan(patch.workflow).plan
        found = (self.machine(patch.workflow.workflow_id, each.instance_id) for each in plan.machines)
        machines = tuple(MachineStanding(run=each.run, step=each.step) for each in found if each)
        return Standing(workflow=patch.workflow, state=patch.state, plan=plan, machines=machines)


def read(record: Record, model: type[M], upcasts: Mapping[str, Mapping[int, Upcast]] = _UPCASTS) -> M:
    """A record as a model, brought from an older shape to the one of today.

    Raises:
        Upstream: its shape is not known here, or it does not have that shape.
    """
    shape, doc = record.schema, record.doc
    steps = upcasts.get(record.kind, {})
    while shape != _SHAPES[record.kind]:
        if shape not in steps:
            raise _unknown(record, f"shape {record.schema}")
        shape, doc = shape + 1, dict(steps[shape](doc))
    try:
        return model.model_validate(doc)
    except ValidationError as error:
        raise _unknown(record, "content that cannot be read") from error


S = TypeVar("S", State, Step)


def _known(record: Record, states: type[S]) -> S:
    """Its state; one that this version does not know is never guessed at."""
    if record.state not in set(states):
        raise _unknown(record, f"the state {record.state!r}")
    return states(record.state)


def _patch(record: Record) -> Patch:
    return Patch(read(record, Workflow), _known(record, State), record.version, record.due)


def _patch_put(after: Workflow, state: State, expect: int, due: datetime | None) -> Put:
    doc = after.model_dump(mode="json")
    return Put(PATCH, after.workflow_id, doc, expect, state=state, due=due, schema=workflow.SCHEMA)


def _machine_put(after: MachineRun, step: Step, expect: int, due: datetime | None) -> Put:
    key, doc = _machine_key(after.workflow_id, after.instance_id), after.model_dump(mode="json")
    return Put(MACHINE, key, doc, expect, state=step, due=due, schema=workflow.SCHEMA)


def _machine_key(workflow_id: str, instance_id: str) -> str:
    return f"{workflow_id}/{instance_id}"


def _unknown(record: Record, what: str) -> Upstream:
    return Upstream(
        f"The {record.kind} {record.key} has {what}: another version of this program wrote it. Nothing was done.",
        cause=Cause.REFUSED,
        retryable=False,
        advice="Run the version that wrote it, or ask for the patch anew.",
    )
