"""Whatever goes wrong with drawing or telling: the patch goes on, people learn of it, and the card comes back."""

import pytest

from blocks.patch_card import patch_card
from core.answers.health import State as Health
from core.errors import Cause, Upstream
from core.patching.states import State, Step
from services.slack.outbox import Outbox
from services.slack.outbox_deliveries import Deliveries, Place
from services.slack.outbox_message import KEEP
from services.store import Changes, Store
from services.store.sqlite import SqliteStore
from tests.blocks.patches import standing
from tests.core.patching.examples import WEB_1, plan
from tests.workflows.patching.executions import WORKFLOW, Execution
from tests.workflows.patching.people import AARON, MovedClock
from workflows.patching.announcing import announced, card_key
from workflows.patching.drawing import UNDRAWN, drawn
from workflows.patching.redrawing import Redrawing

CARD = card_key(WORKFLOW)


class Pencil:
    """Draws as it should, unless it is broken."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken = True
        monkeypatch.setattr("workflows.patching.announcing.patch_card", self._draw)

    def _draw(self, *given: object) -> object:
        if self.broken:
            raise ZeroDivisionError("a bar without a length")
        return patch_card(*given)  # type: ignore[arg-type]


@pytest.fixture
def pencil(monkeypatch: pytest.MonkeyPatch) -> Pencil:
    return Pencil(monkeypatch)


@pytest.fixture
def redrawing(store: Store, clock: MovedClock) -> Redrawing:
    return Redrawing(store, Outbox(store, clock))


def text(store: Store, key: str) -> str:
    record = store.get("outbox", key)
    return str(record.doc["message"]["text"]) if record else ""


def test_a_patch_whose_card_cannot_be_drawn_is_carried_out_to_its_end(
    store: Store, clock: MovedClock, pencil: Pencil, redrawing: Redrawing
) -> None:
    execution = Execution(store, clock)
    assert execution.run() is State.VERIFIED
    assert {Step.DONE} == set(execution.steps())
    assert "verified" in text(store, CARD)
    assert "cannot be drawn" in text(store, CARD)
    assert redrawing.mend() == 0
    [part] = redrawing.parts()
    assert (part.state, WORKFLOW in part.detail) == (Health.LIMITED, True)
    pencil.broken = False
    assert redrawing.mend() == 1
    assert "cannot be drawn" not in text(store, CARD)
    assert (redrawing.parts(), redrawing.mend(), store.count(UNDRAWN)) == ([], 0, 0)


def test_who_is_needed_is_called_by_plain_words(store: Store, clock: MovedClock, pencil: Pencil) -> None:
    execution = Execution(store, clock, plan(rollback_approved=False))
    execution.land.bodies[WEB_1].healthy = False
    assert execution.run() is State.NEEDS_HUMAN
    assert pencil.broken
    assert f"<@{AARON}>" in execution.said()
    assert "health command" in execution.said()


def test_a_card_that_waits_for_approval_keeps_its_buttons(pencil: Pencil) -> None:
    waiting = standing(State.WAITING)
    assert [put.kind for put in drawn(waiting, lambda: announced(waiting))] == [UNDRAWN]
    running = standing(State.RUNNING)
    card, note, line = drawn(running, lambda: announced(running), "web-1 is waited for.")
    assert (card.key, note.kind, line.doc["message"]["text"]) == (CARD, UNDRAWN, "web-1 is waited for.")
    assert pencil.broken


def test_news_that_the_store_does_not_take_is_told_with_the_next_and_stops_nothing(
    store: Store, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    execution, commit = Execution(store, clock), SqliteStore.commit
    lost: list[Changes] = []

    def committed(self: SqliteStore, changes: Changes) -> tuple[int, ...]:
        only_told = changes.puts and all(put.kind == "outbox" for put in changes.puts)
        if only_told and len(lost) < 3:
            lost.append(changes)
            raise Upstream("The state is locked.", cause=Cause.BROKEN, retryable=True)
        return commit(self, changes)

    monkeypatch.setattr(SqliteStore, "commit", committed)
    assert execution.run() is State.VERIFIED
    assert len(lost) == 3


def test_a_card_that_was_removed_while_nothing_changes_is_asked_for_again(
    store: Store, clock: MovedClock, redrawing: Redrawing
) -> None:
    execution = Execution(store, clock)
    execution.turn()
    deliveries, outbox = Deliveries(store, clock, KEEP), Outbox(store, clock)
    outbox.withdraw(CARD)
    deliveries.adopt(CARD, Place(channel="C1", ts="1.5"), deliveries.known(CARD))
    assert redrawing.mend() == 0
    deliveries.gone(CARD, deliveries.known(CARD))
    assert outbox.removed(CARD)
    assert redrawing.mend() == 1
    assert "2 machines" in text(store, CARD)
    assert redrawing.mend() == 0
