"""The button that lifts a hold."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from blocks.patch_holds import LIFT
from bot.slack.approvals import begin, ruling_card
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from core.actor import Effect
from core.errors import NotAllowed


def register(app: App, desk: Desk) -> None:
    """Listen to it."""

    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)
        desk.notice_copy(asked)
        begin(desk, asked, partial(_lift, desk, asked, str(action.get("value") or "")))

    app.action(LIFT)(listen)


def _lift(desk: Desk, asked: Asked, key: str) -> None:
    try:
        desk.context.authorise(asked.actor, Effect.WRITE)
    except NotAllowed as error:
        desk.patching.holds.note_refusal(asked.actor, key, error.sentence)
        raise
    desk.teller(asked)(ruling_card(desk.patching.holds.lift(asked.actor, key)))
