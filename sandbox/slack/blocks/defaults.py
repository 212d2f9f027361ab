"""What Slack adds to blocks that it stores: ids that were left out."""

import secrets
from collections.abc import Iterable

from sandbox.slack.blocks import elements
from sandbox.slack.shapes import Json

INTERACTIVE = {*elements.IN_ACTIONS, *elements.IN_INPUT, *elements.IN_CONTEXT_ACTIONS}


def with_defaults(blocks: Iterable[Json]) -> list[Json]:
    """The blocks with a block_id each and an action_id for each interactive element."""
    return [_with_ids(block) for block in blocks]


def _with_ids(block: Json) -> Json:
    filled = {**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)}
    for name in ("accessory", "element"):
        if name in block:
            filled[name] = _with_action(block[name])
    if isinstance(block.get("elements"), list):
        filled["elements"] = [_with_action(element) for element in block["elements"]]
    return filled


def _with_action(element: Json) -> Json:
    if element.get("type") not in INTERACTIVE or "action_id" in element:
        return element
    return {**element, "action_id": secrets.token_urlsafe(4)}
