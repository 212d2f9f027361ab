"""What a renderer returns: a message, a modal or the Home tab, before any transport knows of it."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """A message. `text` stands alone in a notification and for screen readers; `blocks` are what is drawn.

    Slack reads entities and mentions in `text` too, so names in it are escaped like those in the blocks.
    """

    text: str
    blocks: tuple[Block, ...] = ()

    def payload(self) -> dict[str, Any]:
        """The arguments of chat.postMessage and chat.update that belong to the card; links never unfold."""
        return {"text": self.text, "blocks": list(self.blocks), "unfurl_links": False, "unfurl_media": False}


@dataclass(frozen=True, slots=True)
class Modal:
    """A dialog. `submit` is required as soon as a block asks for input; `private_metadata` holds ids only."""

    title: str
    blocks: tuple[Block, ...]
    callback_id: str
    submit: str = ""
    close: str = "Close"
    private_metadata: str = ""

    def view(self) -> dict[str, Any]:
        """The view for views.open, views.push and views.update."""
        words = {"title": self.title, "submit": self.submit, "close": self.close}
        return {
            "type": "modal",
            "callback_id": self.callback_id,
            "private_metadata": self.private_metadata,
            "blocks": list(self.blocks),
            **{key: {"type": "plain_text", "text": word} for key, word in words.items() if word},
        }


@dataclass(frozen=True, slots=True)
class Home:
    """The Home tab of one person."""

    blocks: tuple[Block, ...]

    def view(self) -> dict[str, Any]:
        """The view for views.publish."""
        return {"type": "home", "blocks": list(self.blocks)}
