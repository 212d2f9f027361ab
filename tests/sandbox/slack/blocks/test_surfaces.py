"""What Slack takes: one good example of every block on every surface that has it."""

import pytest

from sandbox.slack import blocks
from sandbox.slack.shapes import Json
from tests.sandbox.slack.rows import (
    TEXT_INPUT,
    actions,
    button,
    chart,
    data_table,
    field_of,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
    select,
    table,
)

RICH: Json = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "a", "style": {"bold": True}}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "df -h"}]},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 1,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}],
        },
    ],
}
IMAGE: Json = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}
CONFIRM: Json = {"title": plain("Sure?"), "text": mrkdwn("*really*"), "confirm": plain("Yes"), "deny": plain("No")}
CARD: Json = {"type": "card", "title": mrkdwn("t"), "body": plain("b"), "subtext": plain("s"), "actions": [button()]}
TASK: Json = {"type": "task_card", "task_id": "1", "title": "Back up", "status": "in_progress"}
CELL: Json = {"type": "raw_text", "text": "x"}
NUMBER: Json = {"type": "raw_number", "value": 1.5, "text": "1.5"}
SEGMENT: Json = {"label": "a", "value": 3}
FEEDBACK: Json = {
    "type": "feedback_buttons",
    "action_id": "f",
    "positive_button": {"text": plain("+"), "value": "1"},
    "negative_button": {"text": plain("-"), "value": "0"},
}
EVERYWHERE = (
    section(fields=[plain("a"), mrkdwn("b")], accessory=button(style="danger", confirm=CONFIRM)),
    section(accessory=select(options=options(100), placeholder=plain("Choose"))),
    section(accessory={"type": "overflow", "action_id": "o", "options": [option(url="https://example.com")]}),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "context", "elements": [mrkdwn("a"), IMAGE]},
    {"type": "divider", "block_id": "d"},
    IMAGE | {"title": plain("a")},
    RICH,
    actions(button(), select(), {"type": "datepicker", "action_id": "d", "initial_date": "2026-01-31"}),
    actions(
        {"type": "users_select", "action_id": "u"}, {"type": "checkboxes", "action_id": "c", "options": options(10)}
    ),
)
MESSAGE_ONLY = (
    {"type": "markdown", "text": "x" * 12_000},
    table(100, 20) | {"column_settings": [None, {"align": "right", "is_wrapped": True}]},
    data_table([CELL, CELL], [CELL, NUMBER], page_size=100),
    data_table([CELL], *[[RICH | {}]] * 200),
    chart(),
    {"type": "data_visualization", "title": "Share", "chart": {"type": "pie", "segments": [SEGMENT] * 12}},
    TASK,
    {"type": "plan", "title": "Patch", "tasks": [TASK, TASK | {"task_id": "2", "status": "pending"}]},
    {"type": "context_actions", "elements": [FEEDBACK]},
    CARD,
    {"type": "carousel", "elements": [CARD] * 10},
    {"type": "container", "title": plain("t"), "child_blocks": [section()], "is_collapsible": True},
)
INPUTS = (
    TEXT_INPUT | {"multiline": True, "max_length": 3000, "placeholder": plain("Why")},
    {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "min_value": "1"},
    {"type": "datetimepicker", "action_id": "d", "initial_date_time": 1_800_000_000},
    {"type": "radio_buttons", "action_id": "r", "options": options(2), "initial_option": option("0", "0")},
    {"type": "multi_static_select", "action_id": "m", "options": options(2), "max_selected_items": 2},
    {"type": "conversations_select", "action_id": "c", "default_to_current_conversation": True},
    {"type": "email_text_input", "action_id": "e"},
    {"type": "rich_text_input", "action_id": "t"},
    {"type": "file_input", "action_id": "f", "max_files": 10},
    select(option_groups=[{"label": plain("g"), "options": options(2)}]) | {"options": None},
)


@pytest.mark.parametrize("block", EVERYWHERE, ids=lambda b: str(b["type"]))
def test_every_surface_takes_it(block: Json) -> None:
    assert blocks.message([block]) == []
    assert blocks.modal(modal(blocks=[block])) == []
    assert blocks.home({"type": "home", "blocks": [block]}) == []


@pytest.mark.parametrize("block", MESSAGE_ONLY, ids=lambda b: str(b["type"]))
def test_a_message_takes_it_and_a_modal_does_not(block: Json) -> None:
    assert blocks.message([block]) == []
    [_, problem] = blocks.modal(modal(blocks=[block]))
    assert problem.message == f"unsupported type: {block['type']}"


@pytest.mark.parametrize("element", INPUTS, ids=lambda e: str(e["type"]))
def test_an_input_takes_it(element: Json) -> None:
    given = {name: value for name, value in element.items() if value is not None}
    assert blocks.modal(modal(submit=plain("Send"), blocks=[field_of(given)])) == []


def test_an_alert_is_for_modals_alone() -> None:
    alert = {"type": "alert", "text": mrkdwn("careful"), "level": "warning"}
    assert blocks.modal(modal(blocks=[alert])) == []
    assert blocks.message([alert])
    assert blocks.home({"type": "home", "blocks": [alert]})


def test_a_task_waits_only_in_a_plan_and_has_one_paragraph_of_details() -> None:
    paragraph = {"type": "rich_text", "elements": [RICH["elements"][0]]}
    assert blocks.message([TASK | {"status": "pending"}]) != []
    assert blocks.message([TASK | {"details": paragraph}]) == []
    assert blocks.message([TASK | {"details": RICH}]) != []


def test_problems_are_worded_as_slack_words_them() -> None:
    refusal = blocks.message([section("x" * 3001)]).refusal("invalid_blocks").answer()
    assert refusal["response_metadata"]["messages"] == [
        "[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0/text]",
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ]


def test_a_hundred_blocks_fit_a_view_and_fifty_a_message() -> None:
    divider = {"type": "divider"}
    assert blocks.modal(modal(blocks=[divider] * 100)) == []
    assert blocks.message([divider] * 50) == []
