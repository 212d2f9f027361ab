"""The buttons below an explanation: whether it was right, what it really was, and to have it explained again."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from blocks.cause_buttons import (
    AGAIN,
    KNOWN,
    MORE,
    PARTLY,
    RIGHT,
    TRUE_CAUSE,
    WORDS,
    WRONG,
    chosen_cause,
    noted_card,
    true_cause_modal,
)
from blocks.notice import notice_card
from bot.slack import modals
from bot.slack.approvals import begin
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from core.actor import Effect
from workflows.explaining.memory import Judgement


def register(app: App, desk: Desk) -> None:
    """Listen to them."""
    app.action(RIGHT)(_judge_listener(desk, "right"))
    app.action(PARTLY)(_judge_listener(desk, "partly"))
    app.action(WRONG)(_ask_listener(desk))
    app.action(MORE)(_more_listener(desk))
    app.view(TRUE_CAUSE)(_told_listener(desk))


def _judge_listener(desk: Desk, judgement: Judgement) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)
        desk.notice_copy(asked)
        begin(desk, asked, partial(_judge, desk, asked, str(action.get("value") or ""), judgement))

    return listen


def _ask_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked, key = Asked.by_click(body), str(action.get("value") or "")
        desk.notice_copy(asked)

        def work() -> None:
            modals.open_and_fill(desk, asked, lambda: true_cause_modal(key, desk.context.explaining.known_causes), key)

        begin(desk, asked, work)

    return listen


def _more_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)
        desk.notice_copy(asked)
        wish, _, incident_id = str((action.get("selected_option") or {}).get("value") or "").partition(":")
        if wish == AGAIN and incident_id:
            begin(desk, asked, partial(_again, desk, asked, incident_id))

    return listen


def _told_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        option = (values.get(KNOWN, {}).get("cause") or {}).get("selected_option") or {}
        words = str((values.get(WORDS, {}).get("text") or {}).get("value") or "").strip()
        cause = chosen_cause(str(option.get("value") or ""))
        if not cause and not words:
            ack(response_action="errors", errors={WORDS: "Choose a cause, or say in a few words what it was."})
            return
        ack(response_action="clear")
        asked, key = Asked.by_submission(body), str(view["private_metadata"])
        begin(desk, asked, partial(_judge, desk, asked, key, "wrong", cause=cause, words=words))

    return listen


def _judge(desk: Desk, asked: Asked, key: str, judgement: Judgement, *, cause: str = "", words: str = "") -> None:
    desk.context.authorise(asked.actor, Effect.READ)
    desk.context.replies.judge(asked.actor, key, judgement, cause=cause, words=words)
    desk.teller(asked)(noted_card(judgement))


def _again(desk: Desk, asked: Asked, incident_id: str) -> None:
    desk.context.authorise(asked.actor, Effect.READ)
    desk.context.replies.again(incident_id)
    desk.teller(asked)(notice_card("It is explained again, in its thread."))
