"""Posting an answer where the whole channel sees it: the card as a root message, the detail in its thread."""

from typing import Any

from blocks.card import Card
from blocks.fit import fit
from blocks.shared import posted_card, shared_card
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from commands.spec import Command
from core.errors import BadRequest, NotFound
from core.model import Model
from services.slack.outbox import Message


def post(desk: Desk, asked: Asked, command: Command[..., Any], result: Model) -> None:
    """Store the messages for the outbox, then say so on the asker's own card.

    The key is made of the card that was clicked: two quick clicks leave one message, whatever AWS told in between.

    Raises:
        BadRequest: the assistant is not in that channel.
    """
    channel_id = asked.actor.channel_id
    if not _is_in(desk, channel_id):
        raise BadRequest(
            "I am not in this channel.", advice="Invite me with `/invite @sre-assistant`, then post again."
        )
    card = command.card(result)
    root = f"share:{command.name}:{channel_id}:{asked.message_ts}"
    desk.outbox.post(_message(root, channel_id, shared_card(card, asked.actor.user_id)))
    if command.thread:
        desk.outbox.post(_message(f"{root}:detail", channel_id, command.thread(result), thread_key=root))
    payload = fit(posted_card(card, channel_id)).payload()
    desk.client.respond(asked.response_url, {"replace_original": True, "response_type": "ephemeral", **payload})


def _is_in(desk: Desk, channel_id: str) -> bool:
    """Whether the assistant is there; to Slack's apps a private channel without them does not exist."""
    try:
        channel = desk.directory.channel(channel_id)
    except NotFound:
        return False
    return channel.open_to_bot


def _message(key: str, channel_id: str, card: Card, *, thread_key: str = "") -> Message:
    fitting = fit(card)
    return Message(key=key, channel=channel_id, text=fitting.text, blocks=fitting.blocks, thread_key=thread_key)
