"""Rules that span the blocks of one message or view: unique ids, totals and how many tables."""

from collections import Counter
from collections.abc import Iterator

from sandbox.slack.blocks.data import characters
from sandbox.slack.blocks.schema import Problem, nodes
from sandbox.slack.shapes import Json

LONGEST_MARKDOWN = 12_000
LONGEST_TABLE = 10_000
LONGEST_DATA_TABLES = 20_000
MOST_CHARTS = 2
# Slack publishes no number. The maintainers of bolt-js speak of 12,000 characters of text and a buffer
# for block containers; users measured that 9,597 characters in 50 blocks pass and 11,341 in 45 blocks
# do not. 20 characters a block agrees with both.
LONGEST_TEXT = 12_000
BUFFER_PER_BLOCK = 20
COUNTED_APART = frozenset({"table", "data_table", "data_visualization"})


def unique_ids(blocks: list[Json], at: str) -> Iterator[Problem]:
    """No block_id twice in a payload, no action_id twice in a block."""
    seen: set[object] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            yield Problem(f'`block_id` "{block_id}" already exists', f"{at}/{index}/block_id")
        seen.add(block_id)
        yield from _unique_actions(block, f"{at}/{index}")


def _unique_actions(block: Json, at: str) -> Iterator[Problem]:
    seen: set[object] = set()
    for index, element in enumerate(block.get("elements") or ()):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if action_id is not None and action_id in seen:
            yield Problem(f'`action_id` "{action_id}" already exists', f"{at}/elements/{index}/action_id")
        seen.add(action_id)


def message_totals(blocks: list[Json], at: str) -> Iterator[Problem]:
    """How much of a kind one message may carry."""
    kinds = Counter(block.get("type") for block in blocks)
    if kinds["table"] + kinds["data_table"] > 1:
        # https://docs.slack.dev/reference/block-kit/blocks/table-block: not invalid_blocks for once.
        yield Problem("only_one_table_allowed", at, error="invalid_attachments")
    if kinds["data_visualization"] > MOST_CHARTS:
        yield Problem(f"no more than {MOST_CHARTS} data_visualization blocks allowed", at)
    markdown = sum(len(str(b.get("text", ""))) for b in blocks if b.get("type") == "markdown")
    if markdown > LONGEST_MARKDOWN:
        yield Problem(f"markdown must be less than {LONGEST_MARKDOWN + 1} characters in total", at)
    for kind, most in (("table", LONGEST_TABLE), ("data_table", LONGEST_DATA_TABLES)):
        if sum(characters(block) for block in blocks if block.get("type") == kind) > most:
            yield Problem(f"{kind} cells must be less than {most + 1} characters in total", at)
    yield from _unique_tasks(blocks, at)


def _unique_tasks(blocks: list[Json], at: str) -> Iterator[Problem]:
    for index, block in enumerate(blocks):
        tasks = Counter(node["task_id"] for node in nodes(block) if "task_id" in node)
        if any(times > 1 for times in tasks.values()):
            yield Problem("task_id must be unique", f"{at}/{index}")


def one_focus(blocks: list[Json], at: str) -> Iterator[Problem]:
    """At most one element of a view takes the focus."""
    if sum(node.get("focus_on_load") is True for node in nodes(blocks)) > 1:
        yield Problem("only one element can have focus_on_load set to true", at)


def too_long(blocks: list[Json]) -> bool:
    """Whether the text of all blocks together is more than one posted message takes."""
    if all(block["type"] == "markdown" for block in blocks):
        return False
    counted = [block for block in blocks if block["type"] not in COUNTED_APART]
    return sum(characters(block) for block in counted) + BUFFER_PER_BLOCK * len(blocks) > LONGEST_TEXT
