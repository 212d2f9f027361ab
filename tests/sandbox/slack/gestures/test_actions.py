"""What using an element sends, and what a view holds."""

import pytest

from sandbox.slack.gestures import actions
from sandbox.slack.gestures.parts import Impossible
from sandbox.slack.seed import AARON, RITA
from tests.sandbox.slack.rows import TEXT_INPUT, button, field_of, option, options, plain, section, select

BLOCK = {"block_id": "b"}


def test_a_button_sends_its_own_value_whatever_is_claimed() -> None:
    sent = actions.action(BLOCK, button(value="7"), {"value": "8"}, "1.0")
    assert (sent["value"], sent["action_ts"], sent["block_id"]) == ("7", "1.0", "b")


def test_a_menu_sends_the_option_as_the_app_declared_it() -> None:
    menu = select(options=[option("One", "1", description=plain("first"))])
    sent = actions.action(BLOCK, menu, {"selected_option": {"value": "1"}}, "1.0")
    assert sent["selected_option"]["description"] == plain("first")
    assert actions.action(BLOCK, menu, {"selected_option": "1"}, "1.0")["selected_option"]["value"] == "1"


def test_what_is_not_offered_cannot_be_chosen() -> None:
    with pytest.raises(Impossible):
        actions.action(BLOCK, select(), {"selected_option": "2"}, "1.0")


def test_checkboxes_send_all_that_are_ticked() -> None:
    boxes = {"type": "checkboxes", "action_id": "c", "options": options(3)}
    sent = actions.action(BLOCK, boxes, {"selected_options": ["0", "2"]}, "1.0")
    assert [chosen["value"] for chosen in sent["selected_options"]] == ["0", "2"]


def test_elements_are_found_wherever_blocks_hold_them() -> None:
    card = {"type": "card", "block_id": "card", "actions": [button(action_id="on card")]}
    inner = section(accessory=button(action_id="inside")) | {"block_id": "inner"}
    blocks = [
        section(accessory=button(action_id="beside")) | {"block_id": "s"},
        {"type": "carousel", "block_id": "row", "elements": [card]},
        {"type": "container", "block_id": "box", "child_blocks": [inner]},
    ]
    found = [(block["block_id"], element["action_id"]) for block, element in actions.elements(blocks)]
    assert found == [("s", "beside"), ("card", "on card"), ("inner", "inside")]


def test_a_button_shown_to_some_is_not_there_for_others() -> None:
    blocks = [section(accessory=button(visible_to_user_ids=[AARON])) | {"block_id": "b"}]
    wanted = {"block_id": "b", "action_id": "go"}
    assert actions.find(blocks, wanted, AARON)[1]["action_id"] == "go"
    with pytest.raises(Impossible):
        actions.find(blocks, wanted, RITA)


def test_the_state_holds_initial_values_until_the_user_gives_others() -> None:
    blocks = [
        field_of(TEXT_INPUT | {"initial_value": "was"}) | {"block_id": "a"},
        field_of(select(initial_option=option())) | {"block_id": "b"},
    ]
    initial = actions.state(blocks, {})
    assert initial["a"]["text"] == {"type": "plain_text_input", "value": "was"}
    assert initial["b"]["s"]["selected_option"] == option()
    assert actions.state(blocks, {"a": {"text": {"value": "is"}}})["a"]["text"]["value"] == "is"
