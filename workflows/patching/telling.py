"""What people are told while a patch is carried out: its card, and a line of its thread where something is new."""

import logging
from collections.abc import Mapping
from hashlib import sha256

from blocks.marks import State as Mark
from blocks.patch_card_facts import mentions
from blocks.patch_card_thread import said_line
from blocks.text import inert
from core.errors import AssistantError
from core.patching.standing import Standing
from core.patching.states import State, Step
from services.store import Changes, Put, Store
from workflows.patching.announcing import Line, announced
from workflows.patching.drawing import drawn

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
_log = logging.getLogger(__name__)


class Telling:
    """Asks for messages. The same sentence about the same thing is one line, however often it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._said: set[str] = set()
        self._owed: dict[str, dict[str, str]] = {}

    def changed(self, standing: Standing, sentence: str) -> tuple[Put, ...]:
        """The card and a line about a state, to be committed with it."""
        text = inert(sentence, _LONGEST)
        if standing.state is State.NEEDS_HUMAN:
            text = f"{_everybody(standing)}: {text}"
        details = standing.workflow.ending.details if standing.workflow.ending else ()
        said = "\n".join([text, *(f"• {inert(each, 300)}" for each in details[:20])])
        what = f"state:{standing.state.value}:{standing.workflow.wave}:{_digest(sentence)}"

        def draw() -> tuple[Put, ...]:
            return announced(standing, (Line(what, said_line(said, _MARKS.get(standing.state, Mark.WORKING))),))

        return drawn(standing, draw, text)

    def progress(self, standing: Standing, news: Mapping[str, str]) -> None:
        """The card as it is now, and a line for each machine with which something is wrong.

        What the store does not take now is told with the next progress; see `owes`.
        """
        workflow_id = standing.workflow.workflow_id
        owed = {**self._owed.get(workflow_id, {}), **news}
        try:
            self._store.commit(Changes(puts=self._progress(standing, owed)))
        except AssistantError as error:
            _log.warning("what is new about %s is told later: %s", workflow_id, error)
            self._owed[workflow_id] = owed
        else:
            self._owed.pop(workflow_id, None)

    def owes(self, workflow_id: str) -> bool:
        """Whether something new about a patch has not been told yet."""
        return workflow_id in self._owed

    def waits(self, standing: Standing, sentence: str) -> None:
        """Why an approved patch does not begin; said once."""
        text, what = inert(sentence, _LONGEST), f"waits:{_digest(sentence)}"
        if f"{standing.workflow.workflow_id}:{what}" not in self._said:
            self._said.add(f"{standing.workflow.workflow_id}:{what}")
            puts = drawn(standing, lambda: announced(standing, (Line(what, said_line(text)),)), text)
            self._store.commit(Changes(puts=puts))

    def _progress(self, standing: Standing, news: Mapping[str, str]) -> tuple[Put, ...]:
        names = {machine.instance_id: machine.name for machine in standing.plan.machines}

        def draw() -> tuple[Put, ...]:
            return announced(standing, [self._news(standing, name, names[name], said) for name, said in news.items()])

        plain = "\n".join(f"{inert(names[name], 60)}: {inert(said, _LONGEST)}" for name, said in news.items())
        return drawn(standing, draw, plain)

    def _news(self, standing: Standing, instance_id: str, name: str, sentence: str) -> Line:
        step = standing.begun[instance_id].step
        needed = step is Step.NEEDS_HUMAN
        # The end of the whole patch calls them in its own line.
        calls = needed and standing.state is not State.NEEDS_HUMAN
        text = f"{inert(name, 60)}: {inert(sentence, _LONGEST)} {_NEXT.get(step, '')}".rstrip()
        told = f"{_everybody(standing)}: {text}" if calls else text
        what = f"machine:{instance_id}:{step.value}:{_digest(sentence)}"
        return Line(what, said_line(told, Mark.CRITICAL if needed else Mark.WARNING))


_NEXT: Mapping[Step, str] = {
    Step.ROLLBACK: "It is being rolled back.",
    Step.RELEASE: "Nothing was changed on it; its traffic comes back.",
    Step.SKIPPED: "Nothing was done to it.",
    Step.NEEDS_HUMAN: "Nothing more is done to it, nor by other patches, until somebody marks this one as handled.",
}


def _everybody(standing: Standing) -> str:
    workflow = standing.workflow
    people = dict.fromkeys([*(vote.user_id for vote in workflow.counted), *workflow.approvers, workflow.requested_by])
    return mentions(people)


def _digest(sentence: str) -> str:
    return sha256(sentence.encode()).hexdigest()[:12]
