"""What every listener works with, and how it hands work to a pool and answers."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from blocks.card import Card
from blocks.fit import fit
from blocks.notice import notice_card
from bot.edge import guarded
from bot.later import Later
from bot.patching import Patching
from bot.pools import Pool
from bot.slack.asked import Asked
from bot.slack.owed import Owed
from bot.slack.reply import Reply
from commands.context import Context
from commands.spec import Command
from core.clock import Clock
from core.errors import Upstream
from core.model import Model
from core.progress import Progress
from services.slack.client import SlackClient
from services.slack.directory import Directory
from services.slack.outbox import Outbox
from services.store.files import Files
from workflows.home import HomeDesk

R = TypeVar("R", bound=Model)

BUSY = notice_card("The assistant is busy with other questions. Ask again in a few seconds.")
RESTARTING = notice_card("The assistant is restarting. Ask again in a minute.")


@dataclass(frozen=True)
class Desk:
    """The pieces of the Slack door. `restarting` tells whether new questions are turned away.

    `patience_s` is how long an answer waits to learn where Slack put what was posted for it.
    """

    context: Context
    client: SlackClient
    outbox: Outbox
    files: Files
    directory: Directory
    owed: Owed
    pool: Pool
    outbound: Pool
    later: Later
    patching: Patching
    home: HomeDesk
    clock: Clock
    offered: frozenset[str]
    restarting: Callable[[], bool]
    patience_s: float = 1.5

    def run(self, command: Command[..., R], arguments: Mapping[str, Any], asked: Asked, progress: Progress) -> R:
        """The result of an operation for this caller."""
        return command.call(self.context.for_caller(asked.actor, progress), arguments)

    def reply_to(self, asked: Asked, *, edits: bool, what: str, draw: Callable[[Any], Card] | None = None) -> Reply:
        """The answer to a command (which edits itself) or to a click (which does not)."""

        def send(payload: dict[str, Any]) -> None:
            self.client.respond(asked.response_url, payload)

        return Reply(send, self.clock, edits=edits, what=what, draw=draw)

    def teller(self, asked: Asked) -> Callable[[Card], None]:
        """A way to say one card to whoever clicked.

        Without a response URL, as in a view, it is said in the channel where only they see it, else directly.
        """
        if asked.response_url:
            return self.reply_to(asked, edits=False, what="").finish
        return lambda card: self._say_without_url(asked, card)

    def _say_without_url(self, asked: Asked, card: Card) -> None:
        channel, user, payload = asked.actor.channel_id, asked.actor.user_id, fit(card).payload()
        if channel:
            with suppress(Upstream):
                del payload["unfurl_links"], payload["unfurl_media"]
                self.client.call("chat.postEphemeral", channel=channel, user=user, **payload)
                return
        self.client.call("chat.postMessage", channel=user, **fit(card).payload())

    def hand_over(self, asked: Asked, what: str, work: Callable[[], None], tell: Callable[[Card], None]) -> Card | None:
        """Give work to the pool; the card to answer with instead when there is no room."""
        if self.restarting():
            return RESTARTING
        taken = self.pool.submit(asked.actor.user_id, lambda: guarded(what, work, tell))
        return None if taken else BUSY

    def notice_copy(self, asked: Asked) -> None:
        """A lost answer of Slack's can leave a message twice; the copy that nobody knows goes when it is clicked."""
        if asked.message_key:
            actor, place = asked.actor, (asked.actor.channel_id, asked.message_ts)

            def recognise() -> None:
                self.outbox.recognise(*place, asked.message_key)

            self.outbound.submit(actor.user_id, lambda: guarded("a copy", recognise, lambda _: None))

    def tell_later(self, asked: Asked, card: Card, tell: Callable[[Card], None]) -> None:
        """Say a card outside the acknowledgement, which must not wait for Slack; dropped when too many wait."""
        self.outbound.submit(asked.actor.user_id, lambda: guarded("a refusal", lambda: tell(card), lambda _: None))


def ack_payload(card: Card) -> dict[str, Any]:
    """A card as the payload of an acknowledgement, seen by the asker only."""
    return {"response_type": "ephemeral", **fit(card).payload()}
