"""What is still done to the machines of a patch that is stopped now, call by call."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from core.patching.plan import PlannedMachine
from core.patching.rehearsal import PlannedCall, steps, undrained
from core.patching.standing import Standing
from core.patching.states import Step
from core.patching.stopping import Fate, fate_of

# The step that a machine is in may have made its calls already; those after it are still to come.
_TO_COME: Mapping[Step, frozenset[Step]] = MappingProxyType(
    {
        Step.INSTALL: frozenset({Step.REBOOT, Step.VERIFY, Step.UNDRAIN}),
        Step.REBOOT: frozenset({Step.VERIFY, Step.UNDRAIN}),
        Step.VERIFY: frozenset({Step.UNDRAIN}),
        Step.UNDRAIN: frozenset({Step.UNDRAIN}),
    }
)


def after_stop(standing: Standing) -> tuple[PlannedCall, ...]:
    """Every call that may still be made, wave by wave."""
    plan = standing.plan
    return tuple(
        call
        for wave in plan.waves
        for instance_id in wave.instance_ids
        for call in _machine(standing, wave.name, plan.machine(instance_id))
    )


def _machine(standing: Standing, wave: str, machine: PlannedMachine) -> Iterator[PlannedCall]:
    begun = standing.begun.get(machine.instance_id)
    match fate_of(begun):
        case Fate.FINISHED if begun:
            to_come = _TO_COME.get(begun.step, frozenset[Step]())
            yield from (call for step, call in steps(standing.plan, wave, machine) if step in to_come)
        case Fate.GIVEN_BACK:
            for name, what in undrained(machine):
                yield PlannedCall(wave=wave, machine=machine.name, call=name, what=what, only_if="its traffic is away")
        case _:
            return
