"""Posts the morning's story: the card in the channel, its details and its picture in the thread."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from blocks.card import Card
from blocks.digest import digest_card, digest_thread
from blocks.fit import fit
from core.attachment import Attachment
from core.digest import Digest
from core.posture import Posture
from services.slack.outbox import FileOf, Message, Outbox
from workflows.digest.gathering import Gathering

Drawn = Callable[[tuple[Posture, ...]], tuple[Attachment, ...]]


class Shelf(Protocol):
    """See `services.store.files.Files`."""

    def put(self, content: bytes) -> str:
        """Keep bytes; their digest."""
        ...


class Digests:
    """`always`: also on days on which there is nothing to say."""

    def __init__(
        self, gathering: Gathering, outbox: Outbox, files: Shelf, draw: Drawn, *, channel_id: str, always: bool
    ) -> None:
        self._gathering = gathering
        self._outbox = outbox
        self._files = files
        self._draw = draw
        self._channel_id = channel_id
        self._always = always

    def post(self, now: datetime) -> str:
        """Tell the channel; "" where there is nothing to say and nobody wants to hear that.

        Raises:
            Upstream: the store does not answer, or too many messages wait.
        """
        digest = self._gathering.of(now)
        if not (digest.worth_saying or self._always):
            return ""
        # The same key over the day: a second run after a crash edits the message.
        root = self._message(f"digest:{now:%Y-%m-%d}", digest_card(digest))
        thread = [
            self._message(f"{root.key}:{number}", card, root.key) for number, card in enumerate(digest_thread(digest))
        ]
        self._outbox.post(root, *thread, *self._charts(digest, root.key))
        return "posted"

    def _charts(self, digest: Digest, root_key: str) -> Iterator[Message]:
        for number, chart in enumerate(self._draw(digest.postures)):
            file = FileOf(
                digest=self._files.put(chart.content), name=chart.name, title=chart.title, alt_text=chart.alt_text
            )
            message = self._message(f"{root_key}:chart{number}", Card(chart.alt_text), root_key)
            yield message.model_copy(update={"file": file})

    def _message(self, key: str, card: Card, thread_key: str = "") -> Message:
        fitted = fit(card)
        return Message(key=key, channel=self._channel_id, text=fitted.text, blocks=fitted.blocks, thread_key=thread_key)
