"""The buttons that ask for machines of a patch to be rolled back; none approves anything."""

from blocks.asking import ask
from blocks.elements import Element, confirm
from blocks.text import inert, one_line, shorten
from core.patching.standing import Standing
from core.patching.states import State, Step

ROLL_BACK = "rollback_changes"
_ENDED = frozenset({State.VERIFIED, State.STOPPED, State.ROLLED_BACK})


def roll_back_buttons(standing: Standing, most: int) -> list[Element]:
    """One for each machine that is patched and verified; none where there are more than `most`, or for a way back."""
    done = [each.run.instance_id for each in standing.machines if each.step is Step.DONE]
    if standing.plan.undoes or standing.state not in _ENDED or len(done) > most:
        return []
    return [_button(standing, instance_id, alone=len(done) == 1) for instance_id in done]


def _button(standing: Standing, instance_id: str, *, alone: bool) -> Element:
    name = shorten(one_line(standing.plan.machine(instance_id).name), 40)
    arguments = {"instance_id": instance_id, "rollback_id": standing.workflow.workflow_id}
    told = f"You ask for {inert(name)} to be taken back. Others approve that on a card which says what is lost."
    sure = confirm("Ask for a rollback?", told, yes="Ask")
    label = "Roll back" if alone else f"Roll back {name}"
    return ask(label, ROLL_BACK, arguments, style="danger", which=instance_id, confirm=sure)
