"""The last line of defence: whatever a renderer made, what is sent fits Slack's limits and says what it lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from blocks.card import Block, Card
from blocks.limits import MESSAGE_BLOCKS, MESSAGE_CHARACTERS, MESSAGE_TEXT, MESSAGE_TYPES, faults, weight
from blocks.shapes import SHAPES, TEXTS, Part
from blocks.text import mrkdwn, plural, shorten

_NOTHING = "\N{EN DASH}"
_FENCE = "```"
_NOTE_WEIGHT = 250


def fit(card: Card) -> Card:
    """The same card within every limit: long texts shortened, what cannot be mended and the tail left out.

    A card that fits comes back as it is. Otherwise a last line says how many blocks are gone.
    """
    blocks = list(_distinct(_mended(card.blocks, Part(MESSAGE_TYPES)), "block_id"))
    if len(blocks) < len(card.blocks) or len(blocks) > MESSAGE_BLOCKS or weight(blocks) > MESSAGE_CHARACTERS:
        kept = _head(blocks, MESSAGE_BLOCKS - 1, MESSAGE_CHARACTERS - _NOTE_WEIGHT)
        blocks = [*kept, _left_out(len(card.blocks) - len(kept))]
    return Card(shorten(card.text, MESSAGE_TEXT) if card.text.strip() else _NOTHING, tuple(blocks))


def _head(blocks: Sequence[Block], most: int, room: int) -> list[Block]:
    """The first blocks that fit; what comes after the first that does not is gone too, or the order would lie."""
    kept: list[Block] = []
    for block in blocks[:most]:
        room -= weight([block])
        if room < 0:
            break
        kept.append(block)
    return kept


def _left_out(count: int) -> Block:
    note = f"{plural(count, 'part')} of this message could not be shown here."
    return {"type": "context", "elements": [mrkdwn(note)]}


def _mended(nodes: Iterable[object], part: Part) -> Iterator[Block]:
    """The nodes that fit after mending, in order."""
    for node in nodes:
        mended = _mend(node, part) if isinstance(node, Mapping) else {}
        if not any(faults(mended, part)):
            yield mended


def _distinct(nodes: Iterable[Block], key: str) -> Iterator[Block]:
    """The nodes whose id is not taken by an earlier one; those without an id always."""
    seen = set[object]()
    for node in nodes:
        if node.get(key) not in seen:
            yield node
        seen |= {node[key]} if key in node else set()


def _mend(node: Mapping[str, Any], part: Part) -> Block:
    """A copy with texts shortened and lists cut; it may still be unfit, which the caller checks."""
    kind = part.kind_of(node)
    if kind in TEXTS and "text" in node:
        return {**node, "text": _shortened(str(node["text"]), part.chars)}
    shape = SHAPES.get(kind)
    if shape is None:
        return dict(node)
    copy = dict(node)
    for key in shape.prose.keys() & copy.keys():
        copy[key] = shorten(str(copy[key]), shape.prose[key]) or _NOTHING
    for key in shape.parts.keys() & copy.keys():
        _mend_part(copy, key, shape.parts[key])
    return copy


def _mend_part(node: Block, key: str, part: Part) -> None:
    """Mend what stands under a key; what stays unfit or empty is taken out."""
    value = node.pop(key)
    if part.most and isinstance(value, list):
        if kept := list(_distinct(_mended(value, part), "action_id"))[: part.most]:
            node[key] = kept
    elif isinstance(value, dict) and (kept := list(_mended([value], part))):
        node[key] = kept[0]


def _shortened(text: str, limit: int) -> str:
    """A text within its limit and never empty; a code fence that the cut opened is closed again."""
    short = shorten(text, limit)
    if short != text and short.count(_FENCE) % 2:
        short = shorten(text, limit - len(_FENCE) - 1)
        short += f"\n{_FENCE}" if short.count(_FENCE) % 2 else ""
    return short if short.strip() else _NOTHING
