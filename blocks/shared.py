"""A card as everybody in a channel sees it, and as its asker sees it afterwards."""

from collections.abc import Iterable

from blocks.asking import SHARE
from blocks.card import Block, Card
from blocks.elements import context


def without(card_blocks: Iterable[Block], kind: str) -> tuple[Block, ...]:
    """The blocks without the buttons of one kind; a row that is left empty is gone too."""
    kept = []
    for block in card_blocks:
        if block["type"] != "actions":
            kept.append(block)
            continue
        left = [element for element in block["elements"] if not element["action_id"].startswith(f"{kind}:")]
        if left:
            kept.append({**block, "elements": left})
    return tuple(kept)


def shared_card(card: Card, user_id: str) -> Card:
    """The card for the channel: it says who posted it, and cannot be posted again from there."""
    return Card(card.text, (*without(card.blocks, SHARE), context(f"Posted by <@{user_id}>")))


def posted_card(card: Card, channel_id: str) -> Card:
    """The asker's own card after posting."""
    return Card(card.text, (*without(card.blocks, SHARE), context(f"Posted to <#{channel_id}>")))
