"""Buttons that ask an operation: for another card, for the whole list in a modal, for a post in the channel."""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from blocks.asking import ASK, PAGES, SHARE, TURN
from blocks.card import Card, Modal
from blocks.notice import error_card
from blocks.shared import without
from bot.slack import modals
from bot.slack.answering import answer
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from bot.slack.sharing import post
from commands.spec import Command, load, row_of
from core.actor import Door
from core.errors import BadRequest
from core.progress import Silent

_STALE = "This button belongs to another version of the assistant."
Arguments = dict[str, Any]
Handle = Callable[[Desk, Asked, Command[..., Any], Arguments], Card | None]


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons of `blocks.asking`."""
    for kind, handle in ((ASK, _ask), (PAGES, _open_pages), (SHARE, _share)):
        app.action(re.compile(rf"{kind}:\w+"))(_listener(desk, handle))
    app.action(re.compile(rf"{TURN}:-?\d+"))(_turn_listener(desk))


def _listener(desk: Desk, handle: Handle) -> Callable[..., None]:
    """Acknowledge and begin; a refusal is said outside the acknowledgement, which must not wait for Slack."""

    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked = Asked.by_click(body)
        desk.notice_copy(asked)
        try:
            command, arguments = _named(action, desk)
            command.check(arguments, Door.SLACK)
            refused = handle(desk, asked, command, arguments)
        except BadRequest as error:
            refused = error_card(error)
        if refused:
            desk.tell_later(asked, refused, desk.teller(asked))

    return listen


def _named(action: dict[str, Any], desk: Desk) -> tuple[Command[..., Any], Arguments]:
    """The operation and the arguments of a button; both come from outside and are not believed."""
    _, name, *_ = str(action["action_id"]).split(":")
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


def _ask(desk: Desk, asked: Asked, command: Command[..., Any], arguments: Arguments) -> Card | None:
    """The card for whoever clicked; the Home tab has no response URL, so there it comes as a modal."""
    if asked.response_url:
        return answer(desk, asked, command, arguments, edits=False)

    def make() -> Modal:
        card = command.card(desk.run(command, arguments, asked, Silent()))
        return modals.as_modal("Answer", Card(card.text, without(card.blocks, SHARE)))

    return desk.hand_over(asked, command.name, partial(modals.open_and_fill, desk, asked, make), desk.teller(asked))


def _share(desk: Desk, asked: Asked, command: Command[..., Any], arguments: Arguments) -> Card | None:
    def work() -> None:
        post(desk, asked, command, desk.run(command, arguments, asked, Silent()))

    return desk.hand_over(asked, command.name, work, desk.teller(asked))


def _open_pages(desk: Desk, asked: Asked, command: Command[..., Any], arguments: Arguments) -> Card | None:
    metadata = json.dumps({"operation": command.name, "arguments": arguments})
    work = partial(modals.open_and_fill, desk, asked, partial(_page, desk, asked, metadata, 0), metadata)
    return desk.hand_over(asked, command.name, work, desk.teller(asked))


def _turn_listener(desk: Desk) -> Callable[..., None]:
    def listen(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        asked, view = Asked.by_click(body), body["view"]
        view_id, metadata = str(view["id"]), str(view["private_metadata"])
        page = int(str(action["action_id"]).partition(":")[2])
        work = partial(modals.fill, desk, view_id, partial(_page, desk, asked, metadata, page), metadata)
        tell = partial(modals.tell, desk, view_id, metadata)
        refused = desk.hand_over(asked, TURN, work, tell)
        if refused:
            desk.tell_later(asked, refused, tell)

    return listen


def _page(desk: Desk, asked: Asked, metadata: str, page: int) -> Modal:
    named = json.loads(metadata)
    command = _offered(str(named["operation"]), desk)
    if command.pages is None:
        raise BadRequest("There is no longer list of this.")
    pages: Callable[[Any, int], Modal] = command.pages
    return pages(desk.run(command, named["arguments"], asked, Silent()), page)
