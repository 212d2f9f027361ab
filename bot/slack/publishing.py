"""Answers with files: posted for everyone, as Slack shows no file to one person alone; the asker is told where."""

import logging
from collections.abc import Mapping
from threading import Event
from typing import Any

from blocks.card import Card
from blocks.shared import asked_card, here_card, refused_card, sent_card, waiting_card
from bot.attachments import drawn_safely
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from bot.slack.posting import root_of, thread_of
from commands.spec import Command
from core.errors import NotFound, Upstream
from core.model import Model
from services.slack.outbox import Message, Place

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.1


def published(desk: Desk, asked: Asked, command: Command[..., Any], result: Model, key: str) -> Card:
    """What only the asker sees: the answer itself, or where it was posted when it has files.

    Under a `key` that the outbox knows already everything is asked for, by a process that died before it could say so.
    """
    card = command.card(result)
    if command.files is None:
        return card
    channel, replies = _audience(desk, asked), tuple[Message, ...]()
    if not desk.outbox.knows(key):
        files = drawn_safely(command, result)
        if files == ():
            return card
        root = root_of(key, channel, asked_card(card, asked.actor.user_id))
        replies = tuple(thread_of(root, command, result, files, desk.files))
        desk.outbox.post(root, *replies)
    outcome = _outcome(desk, key)
    if isinstance(outcome, str):
        desk.outbox.withdraw(*(reply.key for reply in replies))
        return refused_card(card, outcome)
    return _where(desk, asked, outcome, directly=channel != asked.actor.channel_id)


def _audience(desk: Desk, asked: Asked) -> str:
    """The channel of the question; the asker alone where the assistant is not in it or strangers read it.

    Nobody asks whether a direct message is the assistant's own: what is sent to the asker arrives there.
    """
    try:
        channel = desk.directory.channel(asked.actor.channel_id)
    except (NotFound, Upstream):
        return asked.actor.user_id
    is_open = channel.open_to_bot and not channel.external and not channel.is_im
    return channel.channel_id if is_open else asked.actor.user_id


def _where(desk: Desk, asked: Asked, place: Place | None, *, directly: bool) -> Card:
    if place is None:
        return waiting_card(directly=directly)
    elsewhere = directly and place.channel != asked.actor.channel_id
    return sent_card(_link_to(desk, place)) if elsewhere else here_card()


def _outcome(desk: Desk, key: str) -> Place | str | None:
    """Where the root stands, why Slack refused it, or None when neither is known within a moment."""
    pause = Event()
    for _ in range(1 + round(desk.patience_s / _LOOK_EVERY_S)):
        if place := desk.outbox.place(key):
            return place
        if reason := desk.outbox.refused(key):
            return reason
        pause.wait(_LOOK_EVERY_S)
    return None


def _link_to(desk: Desk, place: Place) -> str:
    try:
        answer: Mapping[str, Any] = desk.client.call("chat.getPermalink", channel=place.channel, message_ts=place.ts)
    except Upstream as error:
        _log.info("a message is named without its link: %s", error)
        return ""
    return str(answer.get("permalink", ""))
