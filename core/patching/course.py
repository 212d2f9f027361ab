"""Where a patch that is being carried out goes next, by the steps of its machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.patching.plan import Plan
from core.patching.states import STEP_ENDS, State, Step
from core.patching.workflow import Workflow

_BACK = frozenset({Step.ROLLBACK, Step.VERIFY_ROLLBACK, Step.RESTORE_TRAFFIC, Step.ROLLED_BACK})
# The way back has begun or is over, or a person is needed: nothing new is begun.
_STOPS = _BACK | {Step.NEEDS_HUMAN, Step.RELEASE, Step.SKIPPED}


@dataclass(frozen=True, slots=True)
class Working:
    """Machines are being worked on; `state` is how the patch stands as a whole."""

    state: State


@dataclass(frozen=True, slots=True)
class Bake:
    """A wave is done, and has to stay well until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class NextWave:
    """The wave has stayed well."""

    number: int


@dataclass(frozen=True, slots=True)
class End:
    """Nothing more is done by itself."""

    state: State


Course = Working | Bake | NextWave | End


def course(plan: Plan, workflow: Workflow, steps: Mapping[str, Step], now: datetime) -> Course:
    """What follows. `steps` are those of the machines that have begun."""
    wave = [steps.get(name, Step.PLANNED) for name in plan.waves[workflow.wave].instance_ids]
    begun = [*steps.values(), *wave]
    if not STEP_ENDS.issuperset(begun):
        return Working(State.ROLLING_BACK if _BACK & set(begun) else State.RUNNING)
    if Step.NEEDS_HUMAN in begun:
        return End(State.NEEDS_HUMAN)
    if Step.SKIPPED in begun and plan.undoes:
        # Somebody wanted it back, and it is not: that is no end to be quiet about.
        return End(State.NEEDS_HUMAN)
    if Step.ROLLED_BACK in begun or (Step.SKIPPED in begun and workflow.stop is None):
        return End(State.ROLLED_BACK)
    if workflow.stop and (Step.SKIPPED in begun or workflow.wave + 1 < len(plan.waves)):
        return End(State.STOPPED)
    return _after_wave(plan, workflow, now)


def _after_wave(plan: Plan, workflow: Workflow, now: datetime) -> Course:
    if workflow.baking_until is None:
        return Bake(now + timedelta(seconds=plan.bake_s))
    if now < workflow.baking_until:
        return Bake(workflow.baking_until)
    if workflow.wave + 1 < len(plan.waves):
        return NextWave(workflow.wave + 1)
    return End(State.VERIFIED)


def straight(plan: Plan, step: Step) -> Step:
    """Where the straight way leads: on a way back nothing is installed, and only a drill makes a backup first."""
    left_out = {Step.INSTALL} if plan.drill else {Step.BACKUP, Step.INSTALL}
    return Step.ROLLBACK if plan.undoes and step in left_out else step


def stopped(steps: Mapping[str, Step]) -> bool:
    """Whether one machine has failed, so that nothing is begun on any other."""
    return bool(_STOPS.intersection(steps.values()))


def after_failure(step: Step, *, untouched: bool, rollback_approved: bool) -> Step:
    """Where a machine goes whose step failed: back to how it was where that is allowed, else to a person."""
    match step:
        case Step.PLANNED:
            return Step.SKIPPED
        case Step.PRECHECK | Step.DRAIN | Step.BACKUP:
            return Step.RELEASE
        case Step.INSTALL if untouched:
            return Step.RELEASE
        case Step.INSTALL | Step.REBOOT | Step.VERIFY | Step.UNDRAIN | Step.DONE:
            return Step.ROLLBACK if rollback_approved else Step.NEEDS_HUMAN
        case _:
            return Step.NEEDS_HUMAN
