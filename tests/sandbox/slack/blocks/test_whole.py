"""Rules across the blocks of one message or view."""

from sandbox.slack.blocks import message, modal, too_long
from tests.sandbox.slack.rows import (
    TEXT_INPUT,
    actions,
    button,
    chart,
    field_of,
    plain,
    section,
    table,
)
from tests.sandbox.slack.rows import (
    modal as a_modal,
)


def test_an_action_id_may_come_back_in_another_block() -> None:
    assert message([actions(button()), actions(button())]) == []
    assert message([actions(button(), button())]) != []


def test_only_one_table_has_its_own_error() -> None:
    problems = message([table(1), table(1)])
    assert problems.refusal("invalid_blocks").error == "invalid_attachments"


def test_two_charts_are_taken() -> None:
    assert message([chart(), chart()]) == []


def test_the_cells_of_a_table_share_10000_characters() -> None:
    assert message([table(10, 1, "x" * 1000)]) == []
    assert message([table(11, 1, "x" * 1000)]) != []


def test_two_tasks_of_a_plan_differ_in_id() -> None:
    task = {"type": "task_card", "task_id": "1", "title": "x", "status": "complete"}
    assert message([{"type": "plan", "title": "p", "tasks": [task, task | {"task_id": "2"}]}]) == []
    assert message([{"type": "plan", "title": "p", "tasks": [task, task]}]) != []


def test_one_input_of_a_view_takes_the_focus() -> None:
    focused = TEXT_INPUT | {"focus_on_load": True}
    inputs = [field_of(focused), field_of(focused)]
    assert modal(a_modal(submit=plain("Send"), blocks=inputs[:1])) == []
    assert modal(a_modal(submit=plain("Send"), blocks=inputs)) != []


def test_the_measured_length_of_all_blocks_is_kept() -> None:
    assert not too_long([section("x" * 191)] * 50)
    assert too_long([section("x" * 252)] * 45)
    assert not too_long([{"type": "markdown", "text": "x" * 12_000}])
