"""Answers in a modal: opened empty at once, because a trigger lasts three seconds, and filled when the work is done."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from blocks.card import Card, Modal
from blocks.elements import section
from bot.edge import guarded
from bot.slack.asked import Asked
from bot.slack.desk import Desk

_WAITING = Modal(title="One moment", blocks=(section("Looking …"),), callback_id="answer")


def open_and_fill(desk: Desk, asked: Asked, make: Callable[[], Modal], metadata: str = "") -> None:
    """Open a modal, on top of the one that was clicked in if any, and fill it."""
    method = "views.push" if asked.in_modal else "views.open"
    view = desk.client.call(method, trigger_id=asked.trigger_id, view=_WAITING.view())["view"]
    fill(desk, str(view["id"]), make, metadata)


def fill(desk: Desk, view_id: str, make: Callable[[], Modal], metadata: str = "") -> None:
    """Show a modal in an open view; what goes wrong from here on is said there."""
    guarded("a modal", lambda: _update(desk, view_id, make(), metadata), partial(tell, desk, view_id, metadata))


def tell(desk: Desk, view_id: str, metadata: str, card: Card) -> None:
    """Say a card in an open view."""
    _update(desk, view_id, as_modal("Not possible", card), metadata)


def as_modal(title: str, card: Card) -> Modal:
    """A card in a modal."""
    return Modal(title=title, blocks=card.blocks, callback_id="answer")


def _update(desk: Desk, view_id: str, modal: Modal, metadata: str) -> None:
    desk.client.call("views.update", view_id=view_id, view=replace(modal, private_metadata=metadata).view())
