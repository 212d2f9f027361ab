"""What a way back on demand leaves in the patch that it took back: its record, its card, and a line of its thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from blocks.marks import State as Mark
from blocks.patch_card_thread import said_line
from blocks.text import inert
from core.patching.standing import Standing
from core.patching.states import State, Step, may_follow
from core.patching.workflow import Ending
from services.store import Put
from workflows.patching.announcing import Line, announced
from workflows.patching.drawing import drawn
from workflows.patching.records import Machine, Patch, Records

_STATES: Mapping[Step, State] = {Step.ROLLED_BACK: State.ROLLED_BACK, Step.NEEDS_HUMAN: State.NEEDS_HUMAN}
# What the way back has left behind is told on the card of the patch too.
_TOLD_AGAIN = ("held", "kept_volume", "kept_until", "kept_volume_untagged")
_SAID: Mapping[Step, str] = {
    Step.ROLLED_BACK: "{name} was rolled back on demand by {by}: it is vulnerable again.",
    Step.NEEDS_HUMAN: "The rollback {by} of {name} did not end well: a person has to look at it.",
}


@dataclass(frozen=True, slots=True)
class Undone:
    """The changes to the patch, to be committed with the end of the way back; `after` is its state then."""

    workflow_id: str
    before: State
    after: State
    puts: tuple[Put, ...]


def undone(records: Records, back: Standing, now: datetime) -> Undone | None:
    """By how the machine stands after a way back; None where that changed nothing, or was a drill."""
    undoes = back.plan.undoes
    ended = back.machines[0] if back.machines else None
    if undoes is None or not undoes.workflow_id or ended is None or ended.step not in _STATES:
        return None
    patch = records.patch(undoes.workflow_id)
    machine = records.machine(undoes.workflow_id, ended.run.instance_id)
    if machine is None or machine.step is not Step.DONE:
        return None
    return _changed(records, patch, machine, back, ended.step, now)


def _changed(records: Records, patch: Patch, machine: Machine, back: Standing, step: Step, now: datetime) -> Undone:
    said = _SAID[step].format(name=back.plan.machines[0].name, by=back.workflow.workflow_id)
    # Another machine of it may have been rolled back before: nothing leaves that state.
    state = _STATES[step] if may_follow(patch.state, _STATES[step]) else patch.state
    left = back.machines[0].run.facts
    facts = {**machine.run.facts, **{name: left[name] for name in _TOLD_AGAIN if name in left}}
    run = machine.run.model_copy(update={"note": f"By {back.workflow.workflow_id}", "since": now, "facts": facts})
    after = patch.workflow.model_copy(update={"ending": Ending(at=now, sentence=said)})
    standing = records.standing(patch)
    others = tuple(each for each in standing.machines if each.run.instance_id != run.instance_id)
    mine = next(each for each in standing.machines if each.run.instance_id == run.instance_id)
    machines = (*others, mine.model_copy(update={"run": run, "step": step}))
    shown = standing.model_copy(update={"workflow": after, "state": state, "machines": machines})
    mark = Mark.WARNING if step is Step.ROLLED_BACK else Mark.CRITICAL
    text, what = inert(said, 300), f"undone:{back.workflow.workflow_id}"
    told = drawn(shown, lambda: announced(shown, (Line(what, said_line(text, mark)),)), text)
    puts = (patch.moved(state, after, patch.due), machine.moved(step, run), *told)
    return Undone(patch.workflow.workflow_id, patch.state, state, puts)
