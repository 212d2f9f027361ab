"""Posting an answer where the whole channel sees it: the card as a root message, the detail in its thread."""

from typing import Any

from blocks.fit import fit
from blocks.shared import posted_card, shared_card
from bot.attachments import drawn_safely
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from bot.slack.posting import root_of, thread_of
from commands.spec import Command
from core.errors import BadRequest, NotFound
from core.model import Model


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
    key = f"share:{command.name}:{channel_id}:{asked.message_ts}"
    root = root_of(key, channel_id, shared_card(card, asked.actor.user_id))
    desk.outbox.post(root, *thread_of(root, command, result, drawn_safely(command, result), desk.files))
    payload = fit(posted_card(card, channel_id)).payload()
    desk.client.respond(asked.response_url, {"replace_original": True, "response_type": "ephemeral", **payload})


def _is_in(desk: Desk, channel_id: str) -> bool:
    """Whether the assistant is there; to Slack's apps a private channel without them does not exist."""
    try:
        channel = desk.directory.channel(channel_id)
    except NotFound:
        return False
    return channel.open_to_bot
