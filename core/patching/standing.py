"""How a patch stands: everything that its card tells."""

from collections.abc import Mapping

from core.model import Model
from core.patching.plan import Plan
from core.patching.states import State, Step
from core.patching.workflow import MachineRun, Workflow


class MachineStanding(Model):
    """One machine that has begun, and what is being done on it."""

    run: MachineRun
    step: Step


class Standing(Model):
    """A patch with its plan and its machines; those that have not begun may be missing in `machines`."""

    workflow: Workflow
    state: State
    plan: Plan
    machines: tuple[MachineStanding, ...] = ()

    @property
    def needed(self) -> int:
        """How many people it takes, as the request had it."""
        return 1 if self.workflow.break_glass else self.workflow.quorum

    @property
    def begun(self) -> Mapping[str, MachineStanding]:
        """The machines that have begun, by id."""
        return {each.run.instance_id: each for each in self.machines}
