"""The dialogs of a patch card, filled in: a reason to reject or stop it or to break the glass, or another time."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from blocks.patch_card_buttons import BRAKE, GLASS, HANDLED, STOP, of_value
from blocks.patch_card_dialogs import CHOICE, REASON, WINDOW, window_of
from bot.slack.approvals import begin, let_through, ruling_card
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from core.patching.approval import Ruling

Decide = Callable[[Desk, Asked, str, str, str], Ruling]


def register(app: App, desk: Desk) -> None:
    """Listen to the dialogs being submitted."""
    app.view(STOP)(_reason_listener(desk, "stop", _stop))
    app.view(GLASS)(_reason_listener(desk, "break glass", _break_glass))
    app.view(BRAKE)(_reason_listener(desk, "stop patch", _brake, needed=False))
    app.view(HANDLED)(_reason_listener(desk, "mark as handled", _handled))
    app.view(WINDOW)(_window_listener(desk))


def _reason_listener(desk: Desk, action: str, decide: Decide, *, needed: bool = True) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        reason = str(view["state"]["values"][REASON]["text"].get("value") or "")
        if needed and not reason.strip():
            ack(response_action="errors", errors={REASON: "Write why in a few words."})
            return
        ack(response_action="clear")
        _submit(desk, body, view, action, partial(decide, desk), reason)

    return listen


def _window_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        chosen = (view["state"]["values"].get(CHOICE, {}).get("chosen") or {}).get("selected_option")
        if not chosen:
            ack(response_action="errors", errors={CHOICE: "Choose one of the times."})
            return
        ack(response_action="clear")
        _submit(desk, body, view, "reschedule", partial(_reschedule, desk), str(chosen["value"]))

    return listen


def _submit(
    desk: Desk,
    body: dict[str, Any],
    view: dict[str, Any],
    action: str,
    decide: Callable[[Asked, str, str, str], Ruling],
    given: str,
) -> None:
    """Decide in the pool, where the card stands; the gate looks at that channel too."""
    workflow_id, digest = of_value(str(view["private_metadata"]))
    asked = Asked.by_submission(body)

    def work() -> None:
        here = asked.in_channel(desk.patching.deciding.records.patch(workflow_id).workflow.channel_id)
        let_through(desk, here, action, workflow_id, digest)
        desk.teller(here)(ruling_card(decide(here, workflow_id, digest, given)))

    begin(desk, asked, work)


def _stop(desk: Desk, asked: Asked, workflow_id: str, digest: str, reason: str) -> Ruling:
    return desk.patching.approvals.stop(asked.actor, workflow_id, digest, reason)


def _brake(desk: Desk, asked: Asked, workflow_id: str, digest: str, reason: str) -> Ruling:
    return desk.patching.approvals.brake(asked.actor, workflow_id, digest, reason)


def _handled(desk: Desk, asked: Asked, workflow_id: str, digest: str, reason: str) -> Ruling:
    return desk.patching.approvals.handle(asked.actor, workflow_id, digest, reason)


def _break_glass(desk: Desk, asked: Asked, workflow_id: str, digest: str, reason: str) -> Ruling:
    return desk.patching.approvals.break_glass(asked.actor, workflow_id, digest, reason)


def _reschedule(desk: Desk, asked: Asked, workflow_id: str, digest: str, chosen: str) -> Ruling:
    return desk.patching.approvals.reschedule(asked.actor, workflow_id, digest, window_of(chosen))
