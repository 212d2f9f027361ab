"""One question to an operation, answered by a card to whoever asked: promised first, then worked on in the pool."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from threading import Event, Thread
from typing import Any

from blocks.card import Card
from blocks.notice import notice_card
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from bot.slack.owed import Owing
from bot.slack.publishing import published
from bot.slack.reply import Reply
from commands.spec import Command, load, row_of
from core.errors import AssistantError, Upstream

_log = logging.getLogger(__name__)
_MOST_TRIES = 2
_GAVE_UP = notice_card("The assistant was restarted while it worked on this. Ask again.")


def answer(
    desk: Desk,
    asked: Asked,
    command: Command[..., Any],
    arguments: Mapping[str, Any],
    *,
    edits: bool,
    tries: int = 1,
    origin: str = "",
) -> Card | None:
    """Promise and begin; the card to answer with at once instead when there is no room."""
    reply = desk.reply_to(asked, edits=edits, what="Looking", draw=command.card)
    key = desk.owed.promise(asked, command.name, arguments, reply, tries=tries, origin=origin)
    give = partial(_give, desk, key, reply)

    def work() -> None:
        result = desk.run(command, arguments, asked, reply)
        give(published(desk, asked, command, result, f"answer:{origin or key}"))

    refused = desk.hand_over(asked, command.name, work, give)
    if refused:
        desk.owed.settle(key)
    else:
        desk.later.after(reply.moment_s, reply.working)
    return refused


def _give(desk: Desk, key: str, reply: Reply, card: Card) -> None:
    """Deliver the answer, or keep owing it when Slack does not take it now."""
    try:
        reply.finish(card)
    except Upstream as error:
        if error.retryable:
            desk.owed.put_off(key)
            _log.warning("an answer is put off: %s", error)
            return
        desk.owed.settle(key)
        raise
    desk.owed.settle(key)


class Resumer:
    """Takes up what is owed: what an earlier process left, and what Slack did not take."""

    def __init__(self, desk: Desk, ready: Callable[[], bool], every_s: float = 5) -> None:
        self._desk = desk
        self._ready = ready
        self._every_s = every_s
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="resumer", daemon=True)

    def start(self) -> None:
        """Look every few seconds, as soon as Slack is there."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(self._every_s):
            if self._ready():
                try:
                    resume(self._desk)
                except AssistantError as error:
                    _log.warning("what is owed could not be looked up: %s", error)


def resume(desk: Desk) -> None:
    """Begin on everything that is owed and that nobody works on."""
    for owing in desk.owed.take_left_over():
        _take_up(desk, owing)


def _take_up(desk: Desk, owing: Owing) -> None:
    """Ask again for the asker; a question that has ended two processes is not tried a third time."""
    known = owing.operation in desk.offered and owing.tries <= _MOST_TRIES
    if not known:
        _give(desk, owing.key, desk.reply_to(owing.asked, edits=False, what=""), _GAVE_UP)
        return
    _log.info("answering %s, which is owed", owing.operation)
    command = load(row_of(owing.operation))
    refused = answer(
        desk, owing.asked, command, owing.arguments, edits=owing.edits, tries=owing.tries, origin=owing.origin
    )
    if refused:
        desk.owed.put_off(owing.key)
    else:
        desk.owed.settle(owing.key)
