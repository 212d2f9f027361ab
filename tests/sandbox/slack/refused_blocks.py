"""Messages that Slack refuses for their blocks: layout, data and interactive elements."""

from sandbox.slack.shapes import Json
from tests.sandbox.slack.rows import (
    DOCS,
    TEXT_INPUT,
    Refusal,
    actions,
    button,
    chart,
    data_table,
    field_of,
    mrkdwn,
    option,
    options,
    plain,
    section,
    select,
    table,
)

BLOCKS = f"{DOCS}/reference/block-kit/blocks"
ELEMENTS = f"{DOCS}/reference/block-kit/block-elements"
OBJECTS = f"{DOCS}/reference/block-kit/composition-objects"
CELL: Json = {"type": "raw_text", "text": "x"}


def blocks(says: str, document: str, *given: Json, error: str = "invalid_blocks") -> Refusal:
    """A message refused for its blocks."""
    return Refusal(
        "chat.postMessage", {"channel": "$channel", "text": "x", "blocks": list(given)}, error, document, says
    )


LAYOUT = (
    blocks("unsupported type: nonsense", BLOCKS, {"type": "nonsense"}),
    blocks("missing required field: type", BLOCKS, {"text": "x"}),
    blocks(
        "invalid additional property: text [json-pointer:/blocks/0]",
        f"{BLOCKS}/divider-block",
        {"type": "divider", "text": "x"},
    ),
    blocks("no more than 50 items allowed [json-pointer:/blocks]", BLOCKS, *[{"type": "divider"}] * 51),
    blocks("already exists", BLOCKS, {"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}),
    blocks("must be less than 256 characters", BLOCKS, {"type": "divider", "block_id": "x" * 256}),
    blocks(
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        f"{BLOCKS}/section-block",
        section("x" * 3001),
    ),
    blocks("must be more than 0 characters", f"{BLOCKS}/section-block", section("")),
    blocks("text", f"{BLOCKS}/section-block", {"type": "section"}),
    blocks(
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
        f"{BLOCKS}/section-block",
        {"type": "section", "fields": [plain("x")] * 11},
    ),
    blocks(
        "must be less than 2001 characters",
        f"{BLOCKS}/section-block",
        {"type": "section", "fields": [plain("x" * 2001)]},
    ),
    blocks("must be less than 151 characters", f"{BLOCKS}/header-block", {"type": "header", "text": plain("x" * 151)}),
    blocks("[json-pointer:/blocks/0/text", f"{BLOCKS}/header-block", {"type": "header", "text": mrkdwn("x")}),
    blocks(
        "no more than 10 items allowed", f"{BLOCKS}/context-block", {"type": "context", "elements": [plain("x")] * 11}
    ),
    blocks("[json-pointer:/blocks/0/elements]", f"{BLOCKS}/context-block", {"type": "context", "elements": []}),
    blocks(
        "no more than 25 items allowed",
        f"{BLOCKS}/actions-block",
        actions(*(button(action_id=f"{n}") for n in range(26))),
    ),
    blocks(
        '`action_id` "go" already exists [json-pointer:/blocks/0/elements/1/action_id]',
        f"{BLOCKS}/actions-block",
        actions(button(), button()),
    ),
    blocks("alt_text", f"{BLOCKS}/image-block", {"type": "image", "image_url": "https://example.com/a.png"}),
    blocks("invalid url", f"{BLOCKS}/image-block", {"type": "image", "image_url": "nowhere", "alt_text": "x"}),
    blocks(
        "must be less than 12001 characters", f"{BLOCKS}/markdown-block", {"type": "markdown", "text": "x" * 12_001}
    ),
    blocks("", f"{BLOCKS}/markdown-block", *[{"type": "markdown", "text": "x" * 6_001}] * 2),
    blocks("", f"{BLOCKS}/alert-block", {"type": "alert", "text": plain("x")}),
    blocks(
        "no more than 3 items allowed",
        f"{BLOCKS}/card-block",
        {"type": "card", "title": plain("x"), "actions": [button(action_id=f"{n}") for n in range(4)]},
    ),
    blocks(
        "no more than 10 items allowed",
        f"{BLOCKS}/carousel-block",
        {"type": "carousel", "elements": [{"type": "card", "title": plain("x")}] * 11},
    ),
    blocks("missing required field: title", f"{BLOCKS}/plan-block", {"type": "plan", "tasks": []}),
    blocks(
        "must be a valid enum value",
        f"{BLOCKS}/task-card-block",
        {"type": "task_card", "task_id": "1", "title": "x", "status": "done"},
    ),
    blocks(
        "no more than 5 items allowed",
        f"{BLOCKS}/context-actions-block",
        {
            "type": "context_actions",
            "elements": [
                {"type": "icon_button", "icon": "trash", "text": plain("x"), "action_id": f"{n}"} for n in range(6)
            ],
        },
    ),
)
DATA = (
    blocks("no more than 100 items allowed", f"{BLOCKS}/table-block", table(101)),
    blocks("no more than 20 items allowed", f"{BLOCKS}/table-block", table(1, 21)),
    blocks("", f"{BLOCKS}/table-block", table(1, 1, "")),
    blocks("only_one_table_allowed", f"{BLOCKS}/table-block", table(1), table(1), error="invalid_attachments"),
    blocks(
        "missing required field: caption",
        f"{BLOCKS}/data-table-block",
        {"type": "data_table", "rows": [[CELL], [CELL]]},
    ),
    blocks("/rows", f"{BLOCKS}/data-table-block", data_table([CELL])),
    blocks("no more than 201 items allowed", f"{BLOCKS}/data-table-block", data_table(*[[CELL]] * 202)),
    blocks("/rows", f"{BLOCKS}/data-table-block", data_table([CELL, CELL], [CELL])),
    blocks(
        "invalid additional property: column_settings",
        f"{BLOCKS}/data-table-block",
        data_table([CELL], [CELL], column_settings=[]),
    ),
    blocks("page_size", f"{BLOCKS}/data-table-block", data_table([CELL], [CELL], page_size=101)),
    blocks("must be less than 51 characters", f"{BLOCKS}/data-visualization-block", chart() | {"title": "x" * 51}),
    blocks(
        "/chart/type",
        f"{BLOCKS}/data-visualization-block",
        {"type": "data_visualization", "title": "x", "chart": {"type": "radar"}},
    ),
    blocks(
        "must be less than 21 characters",
        f"{BLOCKS}/data-visualization-block",
        chart(axis_config={"categories": ["x" * 21]}),
    ),
    blocks("/chart/series", f"{BLOCKS}/data-visualization-block", chart(axis_config={"categories": ["Tue"]})),
    blocks("", f"{BLOCKS}/data-visualization-block", chart(), chart(), chart()),
)
INTERACTIVE = (
    blocks("must be less than 76 characters", f"{ELEMENTS}/button-element", actions(button("x" * 76))),
    blocks("must be less than 2001 characters", f"{ELEMENTS}/button-element", actions(button(value="x" * 2001))),
    blocks(
        "must be less than 3001 characters",
        f"{ELEMENTS}/button-element",
        actions(button(url="https://x/" + "x" * 3000)),
    ),
    blocks("must be less than 256 characters", f"{ELEMENTS}/button-element", actions(button(action_id="x" * 256))),
    blocks("must be a valid enum value", f"{ELEMENTS}/button-element", actions(button(style="blue"))),
    blocks("invalid additional property: disabled", f"{ELEMENTS}/button-element", actions(button(disabled=True))),
    blocks(
        "missing required field: text", f"{ELEMENTS}/button-element", actions({"type": "button", "action_id": "go"})
    ),
    blocks("unsupported type", f"{ELEMENTS}/plain-text-input-element", actions(TEXT_INPUT)),
    blocks("no more than 100 items allowed", f"{ELEMENTS}/select-menu-element", actions(select(options=options(101)))),
    blocks("", f"{ELEMENTS}/select-menu-element", actions(select(options=[]))),
    blocks(
        "must be less than 151 characters",
        f"{ELEMENTS}/select-menu-element",
        actions(select(placeholder=plain("x" * 151))),
    ),
    blocks("must be less than 76 characters", f"{OBJECTS}/option-object", actions(select(options=[option("x" * 76)]))),
    blocks(
        "must be less than 76 characters",
        f"{OBJECTS}/option-object",
        actions(select(options=[option(description=plain("x" * 76))])),
    ),
    blocks(
        "no more than 5 items allowed",
        f"{ELEMENTS}/overflow-menu-element",
        actions({"type": "overflow", "action_id": "o", "options": options(6)}),
    ),
    blocks(
        "no more than 10 items allowed",
        f"{ELEMENTS}/checkboxes-element",
        actions({"type": "checkboxes", "action_id": "c", "options": options(11)}),
    ),
    blocks(
        "no more than 10 items allowed",
        f"{ELEMENTS}/radio-button-group-element",
        actions({"type": "radio_buttons", "action_id": "r", "options": options(11)}),
    ),
    blocks(
        "must be less than 101 characters",
        f"{OBJECTS}/confirmation-dialog-object",
        actions(
            button(confirm={"title": plain("x" * 101), "text": plain("x"), "confirm": plain("x"), "deny": plain("x")})
        ),
    ),
    blocks(
        "must be less than 31 characters",
        f"{OBJECTS}/confirmation-dialog-object",
        actions(
            button(confirm={"title": plain("x"), "text": plain("x"), "confirm": plain("x" * 31), "deny": plain("x")})
        ),
    ),
    blocks("max_length", f"{ELEMENTS}/plain-text-input-element", field_of({**TEXT_INPUT, "max_length": 3001})),
    blocks(
        "must be less than 2001 characters",
        f"{BLOCKS}/input-block",
        field_of(TEXT_INPUT) | {"label": plain("x" * 2001)},
    ),
    blocks(
        "is_decimal_allowed", f"{ELEMENTS}/number-input-element", field_of({"type": "number_input", "action_id": "n"})
    ),
    blocks(
        "max_files",
        f"{ELEMENTS}/file-input-element",
        field_of({"type": "file_input", "action_id": "f", "max_files": 11}),
    ),
)
ROWS = (*LAYOUT, *DATA, *INTERACTIVE)
