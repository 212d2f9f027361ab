"""What people are told while a patch is carried out: its card, and a line of its thread where something is new."""

from collections.abc import Mapping
from hashlib import sha256

from blocks.marks import State as Mark
from blocks.patch_card_facts import mentions
from blocks.patch_card_thread import said_line
from blocks.text import inert
from core.patching.standing import Standing
from core.patching.states import State, Step
from services.store import Changes, Put, Store
from workflows.patching.announcing import Line, announced

_MARKS: Mapping[State, Mark] = {
    State.VERIFIED: Mark.GOOD,
    State.STOPPED: Mark.WARNING,
    State.ROLLED_BACK: Mark.WARNING,
    State.ROLLING_BACK: Mark.WARNING,
    State.VOID: Mark.WARNING,
    State.EXPIRED: Mark.WARNING,
    State.NEEDS_HUMAN: Mark.CRITICAL,
}
_LONGEST = 600


class Telling:
    """Asks for messages. The same sentence about the same thing is one line, however often it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._said: set[str] = set()

    def changed(self, standing: Standing, sentence: str) -> tuple[Put, ...]:
        """The card and a line about a state, to be committed with it."""
        text = inert(sentence, _LONGEST)
        if standing.state is State.NEEDS_HUMAN:
            text = f"{_everybody(standing)}: {text}"
        details = standing.workflow.ending.details if standing.workflow.ending else ()
        said = "\n".join([text, *(f"• {inert(each, 300)}" for each in details[:20])])
        what = f"state:{standing.state.value}:{standing.workflow.wave}:{_digest(sentence)}"
        return announced(standing, (Line(what, said_line(said, _MARKS.get(standing.state, Mark.WORKING))),))

    def progress(self, standing: Standing, news: Mapping[str, str]) -> None:
        """The card as it is now, and a line for each machine with which something is wrong."""
        names = {machine.instance_id: machine.name for machine in standing.plan.machines}
        lines = [self._news(standing, name, names[name], sentence) for name, sentence in news.items()]
        self._store.commit(Changes(puts=announced(standing, lines)))

    def waits(self, standing: Standing, sentence: str) -> None:
        """Why an approved patch does not begin; said once."""
        what = f"waits:{_digest(sentence)}"
        if f"{standing.workflow.workflow_id}:{what}" not in self._said:
            self._said.add(f"{standing.workflow.workflow_id}:{what}")
            self._store.commit(Changes(puts=announced(standing, (Line(what, said_line(inert(sentence, _LONGEST))),))))

    def _news(self, standing: Standing, instance_id: str, name: str, sentence: str) -> Line:
        step = standing.begun[instance_id].step
        needed = step is Step.NEEDS_HUMAN
        text = f"{inert(name, 60)}: {inert(sentence, _LONGEST)} {_NEXT.get(step, '')}".rstrip()
        told = f"{_everybody(standing)}: {text}" if needed else text
        what = f"machine:{instance_id}:{step.value}:{_digest(sentence)}"
        return Line(what, said_line(told, Mark.CRITICAL if needed else Mark.WARNING))


_NEXT: Mapping[Step, str] = {
    Step.ROLLBACK: "It is being rolled back.",
    Step.RELEASE: "Nothing was changed on it; its traffic comes back.",
    Step.SKIPPED: "Nothing was done to it.",
    Step.NEEDS_HUMAN: "Nothing more is done to it, and it stays locked, until a person has looked at it.",
}


def _everybody(standing: Standing) -> str:
    workflow = standing.workflow
    people = dict.fromkeys([*(vote.user_id for vote in workflow.counted), *workflow.approvers, workflow.requested_by])
    return mentions(people)


def _digest(sentence: str) -> str:
    return sha256(sentence.encode()).hexdigest()[:12]
