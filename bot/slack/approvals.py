"""The buttons of a patch card: each is acknowledged at once, and decided in the pool on what is true then."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from blocks.card import Card, Modal
from blocks.fit import fit
from blocks.marks import State
from blocks.notice import notice_card
from blocks.patch_card import patch_card
from blocks.patch_card_buttons import APPROVE, BRAKE, DETAILS, GLASS, HANDLED, LATER, STOP, of_value, value
from blocks.patch_card_dialogs import (
    brake_dialog,
    details_dialog,
    glass_dialog,
    handled_dialog,
    stop_dialog,
    window_dialog,
)
from bot.slack import modals
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from core.actor import Effect
from core.errors import NotAllowed
from core.patching.approval import Ruling
from core.patching.standing import Standing
from workflows.patching.deciding import Decision

Work = Callable[[Asked, str, str], None]
_NO_TIME = "There is no time to offer in the coming days: freezes and quiet hours of the policy cover all of them."


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons of patch cards."""
    app.action(APPROVE)(_listener(desk, partial(_approve, desk)))
    dialogs = {
        STOP: _stop_dialog,
        LATER: _window_dialog,
        DETAILS: _details,
        GLASS: _glass,
        BRAKE: _brake,
        HANDLED: _handled,
    }
    for action_id, dialog in dialogs.items():
        app.action(action_id)(_listener(desk, partial(_open, desk, dialog)))


def _listener(desk: Desk, work: Work) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)
        desk.notice_copy(asked)
        workflow_id, digest = of_value(str(action.get("value") or ""))
        begin(desk, asked, partial(work, asked, workflow_id, digest))

    return listen


def begin(desk: Desk, asked: Asked, work: Callable[[], None]) -> None:
    """Give a decision to the pool; where there is no room, say so."""
    tell = desk.teller(asked)
    refused = desk.hand_over(asked, "a decision", work, tell)
    if refused:
        desk.tell_later(asked, refused, tell)


def let_through(desk: Desk, asked: Asked, action: str, workflow_id: str, digest: str) -> None:
    """Ask the gate anew; who is refused is audited.

    Raises:
        NotAllowed: with the reason.
    """
    try:
        desk.context.authorise(asked.actor, Effect.WRITE)
    except NotAllowed as error:
        decision = Decision(asked.actor, action, workflow_id, digest)
        desk.patching.deciding.note_refusal(decision, error.sentence)
        raise


def tell_ruling(desk: Desk, asked: Asked, workflow_id: str, ruling: Ruling) -> None:
    """Say to whoever decided what it led to; their own copy of the card, which nobody else sees, is drawn anew."""
    if asked.response_url and not asked.message_key:
        card = fit(patch_card(_standing(desk, workflow_id)))
        payload = {"replace_original": True, "response_type": "ephemeral", **card.payload()}
        desk.client.respond(asked.response_url, payload)
    desk.teller(asked)(ruling_card(ruling))


def ruling_card(ruling: Ruling) -> Card:
    """One sentence."""
    return notice_card(ruling.sentence, State.GOOD if ruling.counts else State.WARNING)


def _approve(desk: Desk, asked: Asked, workflow_id: str, digest: str) -> None:
    let_through(desk, asked, "approve", workflow_id, digest)
    ruling = desk.patching.approvals.approve(asked.actor, workflow_id, digest)
    tell_ruling(desk, asked, workflow_id, ruling)


def _open(
    desk: Desk, dialog: Callable[[Desk, Asked, Standing], Modal], asked: Asked, workflow_id: str, digest: str
) -> None:
    """Open a dialog on the plan that was clicked; who may not decide is told in it."""

    def make() -> Modal:
        let_through(desk, asked, "open a dialog", workflow_id, digest)
        return dialog(desk, asked, _standing(desk, workflow_id))

    modals.open_and_fill(desk, asked, make, value(workflow_id, digest))


def _stop_dialog(_: Desk, asked: Asked, standing: Standing) -> Modal:
    return stop_dialog(standing, asked.actor.user_id)


def _window_dialog(desk: Desk, _: Asked, standing: Standing) -> Modal:
    return window_dialog(standing, desk.patching.choices.of(standing.plan), _NO_TIME)


def _details(desk: Desk, asked: Asked, standing: Standing) -> Modal:
    return details_dialog(standing, may_break_glass=asked.actor.user_id in desk.patching.policy.break_glass)


def _brake(_: Desk, __: Asked, standing: Standing) -> Modal:
    return brake_dialog(standing)


def _handled(_: Desk, __: Asked, standing: Standing) -> Modal:
    return handled_dialog(standing)


def _glass(_: Desk, __: Asked, standing: Standing) -> Modal:
    return glass_dialog(standing)


def _standing(desk: Desk, workflow_id: str) -> Standing:
    records = desk.patching.deciding.records
    return records.standing(records.patch(workflow_id))
