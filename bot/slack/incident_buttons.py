"""The buttons of an incident's message and of the list of incidents."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from blocks.card import Card
from blocks.incident import ACKNOWLEDGE, RESOLVE, SILENCE, UNSILENCE, incident_line
from blocks.incident_dialog import HOURS, REASON, silence_dialog
from blocks.notice import notice_card
from bot.slack import modals
from bot.slack.approvals import begin
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from core.actor import Actor, Effect
from core.alerts.incident import Incident

Decide = Callable[[Actor, str], Incident]


def register(app: App, desk: Desk) -> None:
    """Listen to them."""
    app.action(ACKNOWLEDGE)(_listener(desk, desk.context.incidents.acknowledge))
    app.action(RESOLVE)(_listener(desk, desk.context.incidents.resolve))
    app.action(UNSILENCE)(_listener(desk, desk.context.incidents.unsilence))
    app.action(SILENCE)(_dialog_listener(desk))
    app.view(SILENCE)(_submission_listener(desk))


def _listener(desk: Desk, decide: Decide) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)
        desk.notice_copy(asked)
        begin(desk, asked, partial(_decide, desk, asked, decide, str(action.get("value") or "")))

    return listen


def _decide(desk: Desk, asked: Asked, decide: Decide, ident: str) -> None:
    """The message in the channel shows the change; elsewhere, as in a list, it is said."""
    desk.context.authorise(asked.actor, Effect.WRITE)
    incident = decide(asked.actor, ident)
    if not asked.message_key:
        desk.teller(asked)(_told(incident))


def _told(incident: Incident) -> Card:
    return notice_card(incident_line(incident))


def _dialog_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)
        desk.notice_copy(asked)
        ident = str(action.get("value") or "")

        def work() -> None:
            desk.context.authorise(asked.actor, Effect.WRITE)
            # The channel of the click comes back with the submission, which has none of its own.
            metadata = f"{ident} {asked.actor.channel_id}"
            modals.open_and_fill(desk, asked, lambda: silence_dialog(desk.context.incidents.incident(ident)), metadata)

        begin(desk, asked, work)

    return listen


def _submission_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        reason = str(values[REASON]["text"].get("value") or "")
        chosen = (values[HOURS]["chosen"].get("selected_option") or {}).get("value", "1")
        if not reason.strip():
            ack(response_action="errors", errors={REASON: "Write why in a few words."})
            return
        ack(response_action="clear")
        ident, _, channel = str(view["private_metadata"]).partition(" ")
        asked = Asked.by_submission(body).in_channel(channel)
        begin(desk, asked, partial(_silence, desk, asked, ident, timedelta(hours=float(chosen)), reason))

    return listen


def _silence(desk: Desk, asked: Asked, ident: str, lasts: timedelta, reason: str) -> None:
    desk.context.authorise(asked.actor, Effect.WRITE)
    desk.context.incidents.silence(asked.actor, ident, lasts, reason)
