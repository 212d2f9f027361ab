"""How a patch ended, in sentences: what became of all machines, and of each that is not simply done."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from core.patching.standing import MachineStanding, Standing
from core.patching.states import Step
from core.patching.workflow import Ending

_WORDS: Mapping[Step, str] = MappingProxyType(
    {
        Step.DONE: "patched and verified",
        Step.ROLLED_BACK: "rolled back and vulnerable again",
        Step.SKIPPED: "left unchanged and vulnerable as before",
        Step.NEEDS_HUMAN: "in need of a person",
    }
)

# On a way back nothing was to be patched.
_OF_ROLLBACKS: Mapping[Step, str] = MappingProxyType({**_WORDS, Step.SKIPPED: "left as it was, not rolled back"})
_OF_DRILLS: Mapping[Step, str] = MappingProxyType(
    {**_WORDS, Step.SKIPPED: "left as it was", Step.ROLLED_BACK: "back from its backup and verified"}
)


def ending(standing: Standing, now: datetime) -> Ending:
    """Told from the steps of the machines, of which those that never began are unchanged."""
    words = _OF_DRILLS if standing.plan.drill else _OF_ROLLBACKS if standing.plan.undoes else _WORDS
    names = {machine.instance_id: machine.name for machine in standing.plan.machines}
    ended = [each for each in standing.machines if each.step is not Step.DONE]
    details = [_told(names[each.run.instance_id], each, words) for each in ended]
    if len(names) == 1 and standing.machines:
        only = standing.machines[0]
        return Ending(at=now, sentence=_told(names[only.run.instance_id], only, words))
    counts = Counter(each.step for each in standing.machines)
    told = [f"{counts[step]} {words}" for step, words in _WORDS.items() if counts[step]]
    rest = len(names) - len(standing.machines)
    told += [f"{rest} not begun"] if rest else []
    return Ending(at=now, sentence=f"Of {len(names)} machines, {', '.join(told)}.", details=tuple(details))


def _told(name: str, machine: MachineStanding, words: Mapping[Step, str]) -> str:
    # What went wrong first, and what stopped it in the end.
    said = dict.fromkeys((machine.run.facts.get("why", ""), machine.run.note))
    return " ".join([f"{name}: {words.get(machine.step, machine.step.value)}.", *filter(None, said)])
