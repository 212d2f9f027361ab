"""A card as everybody in a channel sees it, and as its asker sees it afterwards."""

from collections.abc import Iterable

from blocks.asking import SHARE
from blocks.card import Block, Card
from blocks.elements import context
from blocks.marks import State
from blocks.notice import notice_card
from blocks.text import inert, link


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


def asked_card(card: Card, user_id: str) -> Card:
    """An answer that everyone in the channel sees, because it has files; it says who asked."""
    return Card(card.text, (*without(card.blocks, SHARE), context(f"Asked by <@{user_id}>")))


def here_card() -> Card:
    """The asker's own line where the answer stands in the same place."""
    return _line("The answer is posted here, with its files in the thread.")


def sent_card(url: str) -> Card:
    """The asker's own line where the answer went to a direct message; `url` is empty where the link is not known."""
    there = f" {link(url, 'Open it')}" if url else ""
    return _line(f"I am not in this channel, so I sent you the answer directly.{there}")


def waiting_card(*, directly: bool) -> Card:
    """The asker's own line while Slack has not taken the answer."""
    where = "to you directly" if directly else "here"
    return _line(f"The answer is ready and comes {where} as soon as Slack takes it.")


def refused_card(card: Card, reason: str) -> Card:
    """The answer for the asker alone, because it could not be posted; `reason` is Slack's word or a sentence."""
    why = context(f"Slack did not let me post this with its files: {inert(reason, 200)}")
    return Card(card.text, (*without(card.blocks, SHARE), why))


def missing_card(what: str, title: str = "") -> Card:
    """What the thread says in place of a file, such as "chart"."""
    named = f" “{inert(title, 200)}”" if title else ""
    return notice_card(f"The {what}{named} could not be attached.", State.WARNING)


def _line(text: str) -> Card:
    return Card(text, (context(text),))
