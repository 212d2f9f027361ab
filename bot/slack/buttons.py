"""Buttons that ask an operation: for another card, for the whole list in a modal, for a post in the channel."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from blocks.asking import ASK, PAGES, SHARE, TURN
from blocks.card import Card, Modal
from blocks.elements import section
from blocks.notice import error_card
from bot.edge import guarded
from bot.slack.answering import answer
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from bot.slack.sharing import post
from commands.spec import Command, load, row_of
from core.actor import Door
from core.errors import BadRequest
from core.progress import Silent

_STALE = "This button belongs to another version of the assistant."


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons of `blocks.asking`."""
    app.action(re.compile(rf"{ASK}:\w+"))(_ask_listener(desk))
    for kind, handle in ((PAGES, _pages), (SHARE, _share)):
        app.action(re.compile(rf"{kind}:\w+"))(_listener(desk, handle))
    app.action(re.compile(rf"{TURN}:-?\d+"))(_turn_listener(desk))


Handle = Callable[[Desk, Asked, Command[..., Any], dict[str, Any]], None]


def _ask_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)
        try:
            command, arguments = _named(action, desk)
            command.check(arguments, Door.SLACK)
            refused = answer(desk, asked, command, arguments, edits=False)
        except BadRequest as error:
            refused = error_card(error)
        if refused:
            desk.tell_later(asked, refused, _teller(desk, asked))

    return listen


def _listener(desk: Desk, handle: Handle) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)

        def work() -> None:
            command, arguments = _named(action, desk)
            handle(desk, asked, command, arguments)

        tell = _teller(desk, asked)
        refused = desk.hand_over(asked, str(action["action_id"]), work, tell)
        if refused:
            desk.tell_later(asked, refused, tell)

    return listen


def _named(action: dict[str, Any], desk: Desk) -> tuple[Command[..., Any], dict[str, Any]]:
    """The operation and the arguments of a button; both come from outside and are not believed."""
    name = str(action["action_id"]).partition(":")[2]
    try:
        arguments = json.loads(str(action.get("value") or "{}"))
    except ValueError:
        arguments = None
    if not isinstance(arguments, dict):
        raise BadRequest(_STALE, advice="Ask again.")
    return _offered(name, desk), arguments


def _offered(name: str, desk: Desk) -> Command[..., Any]:
    if name not in desk.offered:
        raise BadRequest(_STALE, advice="Ask again.")
    return load(row_of(name))


def _teller(desk: Desk, asked: Asked) -> Callable[[Card], None]:
    return desk.reply_to(asked, edits=False, what="").finish


def _share(desk: Desk, asked: Asked, command: Command[..., Any], arguments: dict[str, Any]) -> None:
    post(desk, asked, command, desk.run(command, arguments, asked, Silent()))


def _pages(desk: Desk, asked: Asked, command: Command[..., Any], arguments: dict[str, Any]) -> None:
    """Open an empty modal at once, because the trigger lasts three seconds, then fill it."""
    waiting = Modal(title="One moment", blocks=(section("Looking …"),), callback_id="pages")
    view = desk.client.call("views.open", trigger_id=asked.trigger_id, view=waiting.view())["view"]
    metadata = json.dumps({"operation": command.name, "arguments": arguments})
    _show_page(desk, asked, str(view["id"]), metadata, 0)


def _turn_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked, view = Asked.by_click(body), body["view"]
        view_id, metadata = str(view["id"]), str(view["private_metadata"])
        page = int(str(action["action_id"]).partition(":")[2])
        tell = partial(_tell, desk, view_id, metadata)
        refused = desk.hand_over(asked, TURN, partial(_show_page, desk, asked, view_id, metadata, page), tell)
        if refused:
            desk.tell_later(asked, refused, tell)

    return listen


def _show_page(desk: Desk, asked: Asked, view_id: str, metadata: str, page: int) -> None:
    """Fill an open modal; what goes wrong from here on is said in the modal."""

    def fill() -> None:
        named = json.loads(metadata)
        command = _offered(str(named["operation"]), desk)
        if command.pages is None:
            raise BadRequest("There is no longer list of this.")
        result = desk.run(command, named["arguments"], asked, Silent())
        _update(desk, view_id, command.pages(result, page), metadata)

    guarded(PAGES, fill, partial(_tell, desk, view_id, metadata))


def _tell(desk: Desk, view_id: str, metadata: str, card: Card) -> None:
    _update(desk, view_id, Modal("Not possible", card.blocks, "pages"), metadata)


def _update(desk: Desk, view_id: str, modal: Modal, metadata: str) -> None:
    desk.client.call("views.update", view_id=view_id, view=replace(modal, private_metadata=metadata).view())
