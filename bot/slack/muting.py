"""The button that mutes a rule, and its dialog filled in."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from blocks.card import Modal
from blocks.muting import LENGTH, LENGTHS, MUTE, REASON, RULE, mute_dialog
from blocks.rules import ruling_made_card
from bot.slack import modals
from bot.slack.approvals import begin
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from core.actor import Effect
from core.errors import BadRequest

_STALE = "This button belongs to another version of the assistant."


def register(app: App, desk: Desk) -> None:
    """Listen to both."""
    app.action(MUTE)(_button_listener(desk))
    app.view(MUTE)(_dialog_listener(desk))


def _button_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)
        desk.notice_copy(asked)
        value, channel = str(action.get("value") or ""), asked.actor.channel_id
        make = partial(_dialog, desk, asked, value)
        begin(desk, asked, partial(modals.open_and_fill, desk, asked, make, channel))

    return listen


def _dialog(desk: Desk, asked: Asked, value: str) -> Modal:
    """Raises NotAllowed for whom the gate does not let change anything."""
    desk.context.authorise(asked.actor, Effect.WRITE)
    dialog = mute_dialog(value, asked.actor.channel_id)
    if dialog is None:
        raise BadRequest(_STALE, advice="Ask again.")
    return dialog


def _dialog_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        if errors := missing(values):
            ack(response_action="errors", errors=errors)
            return
        ack(response_action="clear")
        asked = Asked.by_submission(body).in_channel(str(view.get("private_metadata") or ""))
        length = timedelta(days=int(_chosen(values, LENGTH)))
        begin(desk, asked, partial(_mute, desk, asked, _chosen(values, RULE), _reason(values), length))

    return listen


def missing(values: dict[str, Any]) -> dict[str, str]:
    """What a filled dialog lacks, by its field; empty where nothing is missing."""
    errors = {} if _chosen(values, RULE) else {RULE: "Choose a rule."}
    if not _reason(values).strip():
        errors[REASON] = "Write why in a few words."
    if _chosen(values, LENGTH) not in LENGTHS:
        errors[LENGTH] = "Choose for how long."
    return errors


def _reason(values: dict[str, Any]) -> str:
    return str((values.get(REASON, {}).get("text") or {}).get("value") or "")


def _mute(desk: Desk, asked: Asked, rule: str, reason: str, length: timedelta) -> None:
    desk.context.authorise(asked.actor, Effect.WRITE)
    desk.teller(asked)(ruling_made_card(desk.context.rulings.mute(asked.actor, rule, reason, length)))


def _chosen(values: dict[str, Any], block_id: str) -> str:
    option = (values.get(block_id, {}).get("chosen") or {}).get("selected_option") or {}
    return str(option.get("value", ""))
