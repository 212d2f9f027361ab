"""The buttons of the card of a rule that approves patches without a click."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from blocks.rule_card import APPROVE_RULE, STOP_RULE
from bot.slack.approvals import begin, ruling_card
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from core.actor import Actor, Effect
from core.errors import NotAllowed
from core.patching.approval import Ruling


def register(app: App, desk: Desk) -> None:
    """Listen to them."""
    app.action(APPROVE_RULE)(_listener(desk, desk.patching.rules.approve))
    app.action(STOP_RULE)(_listener(desk, desk.patching.rules.stop))


def _listener(desk: Desk, decide: Callable[[Actor, str], Ruling]) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)
        desk.notice_copy(asked)
        begin(desk, asked, partial(_decide, desk, asked, decide, str(action.get("value") or "")))

    return listen


def _decide(desk: Desk, asked: Asked, decide: Callable[[Actor, str], Ruling], digest: str) -> None:
    try:
        desk.context.authorise(asked.actor, Effect.WRITE)
    except NotAllowed as error:
        desk.patching.rules.note_refusal(asked.actor, digest, error.sentence)
        raise
    desk.teller(asked)(ruling_card(decide(asked.actor, digest)))
