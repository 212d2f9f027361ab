"""Slash commands: read, acknowledge within the same breath, and hand the work to the pool."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from blocks.help import usage_card
from blocks.notice import error_card
from bot.slack.answering import answer
from bot.slack.asked import Asked
from bot.slack.desk import Desk, ack_payload
from commands.help import help_line
from commands.spec import Command, every_command
from commands.words import arguments_from, wants_help
from core.actor import Door
from core.errors import BadRequest


def register(app: App, desk: Desk) -> None:
    """Listen to the slash command of every offered operation."""
    for command in every_command():
        if command.row.slash and command.name in desk.offered:
            app.command(command.row.slash)(_listener(command, desk))


def _listener(command: Command[..., Any], desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any]) -> None:
        text = str(body.get("text") or "")
        if wants_help(text):
            ack(ack_payload(usage_card(help_line(command, Door.SLACK))))
            return
        try:
            arguments = arguments_from(text, command)
            command.check(arguments, Door.SLACK)
        except BadRequest as error:
            ack(ack_payload(error_card(error)))
            return
        refused = answer(desk, Asked.by_command(body), command, arguments, edits=True)
        ack(ack_payload(refused) if refused else "")

    return listen
