"""How far a patch is: each wave with its machines, what needs attention first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from blocks.marks import State as Mark
from blocks.marks import mark
from blocks.text import date, inert, plural
from core.patching.plan import PlannedMachine, Wave
from core.patching.standing import MachineStanding, Standing
from core.patching.states import State, Step

_WAVES_SHOWN = _MACHINES_SHOWN = 8
_Words = Mapping[Step, tuple[str, Mark | None]]
_WORDS: _Words = MappingProxyType(
    {
        Step.NEEDS_HUMAN: ("needs a person", Mark.CRITICAL),
        Step.ROLLBACK: ("rolling back", Mark.WORKING),
        Step.VERIFY_ROLLBACK: ("checking the way back", Mark.WORKING),
        Step.RESTORE_TRAFFIC: ("rolled back, taking traffic again", Mark.WORKING),
        Step.ROLLED_BACK: ("rolled back, vulnerable again", Mark.WARNING),
        Step.RELEASE: ("left as it was, taking traffic again", Mark.WORKING),
        Step.PRECHECK: ("being checked", Mark.WORKING),
        Step.DRAIN: ("giving up its traffic", Mark.WORKING),
        Step.BACKUP: ("being backed up", Mark.WORKING),
        Step.INSTALL: ("installing", Mark.WORKING),
        Step.REBOOT: ("rebooting", Mark.WORKING),
        Step.VERIFY: ("being verified", Mark.WORKING),
        Step.UNDRAIN: ("verified, taking traffic again", Mark.WORKING),
        Step.SKIPPED: ("left as it was", Mark.WARNING),
        Step.DONE: ("patched and verified", Mark.GOOD),
        Step.PLANNED: ("not begun", None),
    }
)
# What comes back on a drill was never patched.
_OF_DRILLS: _Words = MappingProxyType(
    {
        Step.ROLLBACK: ("going back to its backup", Mark.WORKING),
        Step.RESTORE_TRAFFIC: ("back from its backup, taking traffic again", Mark.WORKING),
        Step.ROLLED_BACK: ("back from its backup and verified", Mark.GOOD),
    }
)
# What people have looked at calls nobody any more.
_HANDLED: _Words = MappingProxyType({Step.NEEDS_HUMAN: ("needed a person", Mark.WARNING)})
_URGENCY = {step: number for number, step in enumerate(_WORDS)}


def progress(standing: Standing) -> Iterator[str]:
    """A text per wave; nothing before the first machine has begun. Waves at work come before those that wait."""
    begun = standing.begun
    if not begun:
        return
    machines = {machine.instance_id: machine for machine in standing.plan.machines}
    for wave in standing.plan.waves[:_WAVES_SHOWN]:
        yield _wave(wave, [machines[each] for each in wave.instance_ids], begun, _words(standing))
    more = len(standing.plan.waves) - _WAVES_SHOWN
    if more > 0:
        yield f"and {plural(more, 'more wave')}"
    if standing.state is State.RUNNING and standing.workflow.baking_until:
        yield f"Waiting until {date(standing.workflow.baking_until)} whether anything goes wrong."


def _words(standing: Standing) -> _Words:
    """What is said of each step."""
    handled = _HANDLED if standing.state is State.HANDLED else {}
    return {**_WORDS, **(_OF_DRILLS if standing.plan.drill else {}), **handled}


def _wave(wave: Wave, machines: list[PlannedMachine], begun: Mapping[str, MachineStanding], words: _Words) -> str:
    steps = {each.instance_id: _step(each, begun) for each in machines}
    finished = sum(step is Step.DONE for step in steps.values())
    ordered = sorted(machines, key=lambda each: _URGENCY[steps[each.instance_id]])
    lines = [_machine(each, words[steps[each.instance_id]], begun) for each in ordered[:_MACHINES_SHOWN]]
    rest = Counter(words[steps[each.instance_id]][0] for each in ordered[_MACHINES_SHOWN:])
    if rest:
        lines.append("and " + ", ".join(f"{count:,} {said}" for said, count in rest.items()))
    count = f": {finished:,} of {len(machines):,} verified" if len(machines) > 1 else ""
    return "\n".join([f"*{inert(wave.name)}*{count}", *lines])


def _step(machine: PlannedMachine, begun: Mapping[str, MachineStanding]) -> Step:
    standing = begun.get(machine.instance_id)
    return standing.step if standing else Step.PLANNED


def _machine(machine: PlannedMachine, said: tuple[str, Mark | None], begun: Mapping[str, MachineStanding]) -> str:
    words, state = said
    standing = begun.get(machine.instance_id)
    sign = mark(state) if state else "•"
    notes = [f"{inert(each.rstrip('.'), 200)}." for each in _notes(standing)]
    note = f". {' '.join(notes)}" if notes else ""
    since = f" since {date(standing.run.since)}" if standing and state in {Mark.WORKING, Mark.CRITICAL} else ""
    return f"{sign} {inert(machine.name, 60)}: {words}{since}{note}"


def _notes(standing: MachineStanding | None) -> Iterable[str]:
    """What went wrong first, and what is to be said of the present step."""
    run = standing.run if standing else None
    return dict.fromkeys(each for each in (run.facts.get("why", ""), run.note) if each) if run else ()
