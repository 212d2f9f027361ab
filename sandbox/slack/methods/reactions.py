"""reactions.*: emoji under a message.

https://docs.slack.dev/reference/methods/reactions.add
"""

import re

from sandbox.slack.calls import Call
from sandbox.slack.model import Message
from sandbox.slack.shapes import BOT_USER, Json, Refused

NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def add(call: Call) -> Json:
    """Add the bot's reaction."""
    message, name = _target(call)
    users = message.reactions.setdefault(name, [])
    if BOT_USER in users:
        raise Refused("already_reacted")
    users.append(BOT_USER)
    call.slack.workspace.reacted(message)
    return {}


def remove(call: Call) -> Json:
    """Take the bot's reaction away."""
    message, name = _target(call)
    users = message.reactions.get(name, [])
    if BOT_USER not in users:
        raise Refused("no_reaction")
    users.remove(BOT_USER)
    if not users:
        del message.reactions[name]
    call.slack.workspace.reacted(message)
    return {}


def _target(call: Call) -> tuple[Message, str]:
    name = call.text("name")
    if not NAME.fullmatch(name):
        raise Refused("invalid_name")
    if not (call.text("channel") and call.text("timestamp")):
        raise Refused("no_item_specified")
    channel = call.channel()
    if channel.is_archived:
        raise Refused("is_archived")
    message = call.slack.workspace.message(channel.id, call.text("timestamp"))
    if message is None or message.ephemeral_to is not None:
        raise Refused("message_not_found")
    return message, name
