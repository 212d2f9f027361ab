"""Every limit of Slack's messages, modals and Home tab that this bot can meet, and the check against all of them.

Sources: https://docs.slack.dev/reference/block-kit/blocks, …/block-elements, …/composition-objects,
https://docs.slack.dev/reference/views and https://docs.slack.dev/reference/methods/chat.update. Where sources
disagree the smaller number stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from blocks.card import Block, Card, Home, Modal
from blocks.graphemes import length
from blocks.shapes import BLOCKS, SHAPES, TEXTS, Part

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_TEXT = 4000  # chat.update refuses more (msg_too_long); chat.postMessage would cut at 40,000
# All texts of a message's blocks together (msg_blocks_too_long), with an allowance for each block. Not in the
# reference; reported: 9,597 characters in 50 blocks pass, 11,341 in 45 do not.
# https://github.com/slackapi/bolt-js/issues/2509 and https://github.com/slackapi/bolt-js/issues/2867
MESSAGE_CHARACTERS = 12_000
BLOCK_ALLOWANCE = 30
VIEW_TITLE = 24
VIEW_BUTTON = 24  # submit and close
PRIVATE_METADATA = 3000
CALLBACK_ID = 255

MESSAGE_TYPES = BLOCKS - {"input", "alert"}
_NOT_SHOWN = frozenset({"type", "action_id", "block_id", "value", "style", "url", "image_url"})
_HOME_TYPES = BLOCKS - {"alert"}


def problems(drawn: Card | Modal | Home) -> list[str]:
    """What Slack would refuse, one sentence each with its place; empty: nothing that we know of."""
    match drawn:
        case Card():
            return [*_card_faults(drawn), *_block_faults(drawn.blocks, MESSAGE_TYPES, MESSAGE_BLOCKS)]
        case Modal():
            return [*_modal_faults(drawn), *_block_faults(drawn.blocks, BLOCKS, VIEW_BLOCKS)]
        case Home():
            return list(_block_faults(drawn.blocks, _HOME_TYPES, VIEW_BLOCKS))


def weight(blocks: Iterable[Block]) -> int:
    """What blocks count towards MESSAGE_CHARACTERS: every text that somebody can read."""
    return sum(BLOCK_ALLOWANCE + _characters(block) for block in blocks)


def faults(node: object, part: Part, where: str = "") -> Iterator[str]:
    """What is wrong with one block, element or text object that stands where `part` describes."""
    if not isinstance(node, Mapping):
        yield f"{where}: not an object"
        return
    kind = part.kind_of(node)
    if kind not in part.kinds:
        yield f"{where}: {kind or 'something without a type'} may not stand here"
    elif kind in TEXTS:
        yield from _text_faults(node, part, where)
    else:
        yield from _shape_faults(node, kind, where)


def _card_faults(card: Card) -> Iterator[str]:
    if not card.text.strip():
        yield "text: empty, so a notification would say nothing"
    yield from _too_long("text", card.text, MESSAGE_TEXT)
    if (heavy := weight(card.blocks)) > MESSAGE_CHARACTERS:
        yield f"blocks: {heavy} characters together, more than {MESSAGE_CHARACTERS}"


def _modal_faults(modal: Modal) -> Iterator[str]:
    if not modal.title.strip():
        yield "title: empty"
    if not modal.submit and any(block.get("type") == "input" for block in modal.blocks):
        yield "submit: missing, though a block asks for input"
    yield from _too_long("title", modal.title, VIEW_TITLE)
    yield from _too_long("submit", modal.submit, VIEW_BUTTON)
    yield from _too_long("close", modal.close, VIEW_BUTTON)
    yield from _too_long("callback_id", modal.callback_id, CALLBACK_ID)
    yield from _too_long("private_metadata", modal.private_metadata, PRIVATE_METADATA)


def _block_faults(blocks: Sequence[Block], allowed: frozenset[str], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"blocks: {len(blocks)}, more than {most}"
    yield from _repeated("blocks", [block["block_id"] for block in blocks if "block_id" in block], "block_id")
    for index, block in enumerate(blocks):
        yield from faults(block, Part(allowed), f"blocks[{index}]")


def _text_faults(text: Mapping[str, Any], part: Part, where: str) -> Iterator[str]:
    said = text.get("text")
    if not isinstance(said, str) or not said.strip():
        yield f"{where}: empty text"
        return
    yield from _too_long(where, said, part.chars)
    extra = "verbatim" if text["type"] == "mrkdwn" else "emoji"
    yield from _unknown_keys(text, {"type", "text", extra}, where)


def _shape_faults(node: Mapping[str, Any], kind: str, where: str) -> Iterator[str]:
    shape = SHAPES[kind]
    yield from _unknown_keys(node, shape.keys, where)
    yield from (f"{where}: {keys} missing" for keys in shape.missing(node))
    for key, limit in {**shape.exact, **shape.prose}.items():
        yield from _string_faults(node, key, limit, where)
    for key in shape.choices.keys() & node.keys():
        if node[key] not in shape.choices[key]:
            yield f"{where}.{key}: {node[key]!r} is not one of {', '.join(shape.choices[key])}"
    for key in shape.parts.keys() & node.keys():
        yield from _part_faults(node[key], shape.parts[key], f"{where}.{key}")


def _string_faults(node: Mapping[str, Any], key: str, limit: int, where: str) -> Iterator[str]:
    said = node.get(key)
    if said is None:
        return
    if not isinstance(said, str) or not said:
        yield f"{where}.{key}: not a text, or empty"
        return
    yield from _too_long(f"{where}.{key}", said, limit)


def _part_faults(value: object, part: Part, where: str) -> Iterator[str]:
    if not part.most:
        yield from faults(value, part, where)
        return
    if not isinstance(value, list) or not value:
        yield f"{where}: not a list, or empty"
        return
    if len(value) > part.most:
        yield f"{where}: {len(value)}, more than {part.most}"
    yield from _repeated(
        where, [item["action_id"] for item in value if isinstance(item, dict) and "action_id" in item], "action_id"
    )
    for index, item in enumerate(value):
        yield from faults(item, part, f"{where}[{index}]")


def _characters(value: object) -> int:
    match value:
        case str():
            return length(value)
        case Mapping():
            return sum(_characters(item) for key, item in value.items() if key not in _NOT_SHOWN)
        case list():
            return sum(map(_characters, value))
        case _:
            return 0


def _too_long(where: str, text: str, limit: int) -> Iterator[str]:
    if length(text) > limit:
        yield f"{where}: {length(text)} characters, more than {limit}"


def _unknown_keys(node: Mapping[str, Any], known: frozenset[str] | set[str], where: str) -> Iterator[str]:
    yield from (f"{where}: unknown field {key}" for key in sorted(node.keys() - known))


def _repeated(where: str, ids: Sequence[str], what: str) -> Iterator[str]:
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield f"{where}: {what} {one!r} used more than once"
