"""Blocks that show data: table, data_table and data_visualization.

https://docs.slack.dev/reference/block-kit/blocks/table-block
https://docs.slack.dev/reference/block-kit/blocks/data-table-block
https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from collections.abc import Iterator

from sandbox.slack.blocks.composition import ID, KIND, UNSTATED
from sandbox.slack.blocks.rich_text import RICH_TEXT
from sandbox.slack.blocks.schema import (
    Check,
    Problem,
    array,
    boolean,
    both,
    nodes,
    number,
    one_of,
    record,
    text_of,
    typed,
    whole,
)
from sandbox.slack.shapes import Json

LONGEST_CELL = 20_000
RAW_TEXT = record({"type": KIND, "text": text_of(LONGEST_CELL)})
# The schema leaves `text` optional, yet the live API refuses a raw_number without it.
RAW_NUMBER = record({"type": KIND, "value": number, "text": text_of(255)})
HEADER_CELL = typed({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER})
CELL = typed({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT})
COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column(value: object, at: str) -> Iterator[Problem]:
    # A null keeps the defaults of that column.
    yield from () if value is None else COLUMN(value, at)


def characters(block: object) -> int:
    """The characters of text inside a block; a link without text shows its address."""
    return sum(_shown(node) for node in nodes(block))


def _shown(node: Json) -> int:
    text = node.get("text")
    if isinstance(text, str):
        return len(text)
    return len(str(node["url"])) if text is None and "url" in node else 0


def _equal_rows(value: object, at: str) -> Iterator[Problem]:
    rows = value if isinstance(value, list) else []
    if len({len(row) for row in rows}) > 1:
        yield Problem("all rows must have the same number of columns", at)


def _header(value: object, at: str) -> Iterator[Problem]:
    rows = value if isinstance(value, list) else []
    for index, cell in enumerate(rows[0]):
        yield from HEADER_CELL(cell, f"{at}/0/{index}")


TABLE = record(
    {"type": KIND, "rows": array(array(CELL, most=20), most=100)},
    {"block_id": ID, "column_settings": array(_column, most=20, least=0)},
)
DATA_TABLE = record(
    {
        "type": KIND,
        "caption": text_of(UNSTATED),
        "rows": both(array(array(CELL, most=20), most=201, least=2), both(_equal_rows, _header)),
    },
    {"block_id": ID, "page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
)
LABEL = text_of(20)
POINT = record({"label": LABEL, "value": number})
SERIES = record({"name": LABEL, "data": array(POINT, most=20)})
AXIS = record({"categories": array(LABEL, most=20)}, {"x_label": text_of(50), "y_label": text_of(50)})


def _positive(value: object, at: str) -> Iterator[Problem]:
    if isinstance(value, dict) and value["value"] <= 0:
        yield Problem("must be more than 0", f"{at}/value")


def _aligned(value: object, at: str) -> Iterator[Problem]:
    chart = value if isinstance(value, dict) else {}
    categories = sorted(chart["axis_config"]["categories"])
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            yield Problem("data labels must match axis_config categories", f"{at}/series/{index}/data")
    if len({series["name"] for series in chart["series"]}) < len(chart["series"]):
        yield Problem("series names must be unique", f"{at}/series")


def _plot() -> Check:
    return both(record({"type": KIND, "series": array(SERIES, most=12), "axis_config": AXIS}), _aligned)


PIE = record({"type": KIND, "segments": array(both(POINT, _positive), most=12)})
CHART = typed({"pie": PIE, "line": _plot(), "bar": _plot(), "area": _plot()})
DATA_VISUALIZATION = record({"type": KIND, "title": text_of(50), "chart": CHART}, {"block_id": ID})
