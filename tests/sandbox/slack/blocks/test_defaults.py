"""The ids that Slack adds."""

from sandbox.slack.blocks import with_defaults
from tests.sandbox.slack.rows import actions, button, section


def test_ids_that_were_left_out_are_added_and_given_ones_stay() -> None:
    nameless = {name: value for name, value in button().items() if name != "action_id"}
    first, second = with_defaults([actions(nameless, button()), section(accessory=nameless) | {"block_id": "b"}])
    assert first["block_id"]
    assert first["elements"][0]["action_id"]
    assert first["elements"][1]["action_id"] == "go"
    assert second["block_id"] == "b"
    assert second["accessory"]["action_id"]


def test_what_the_app_sent_is_not_touched() -> None:
    given = section()
    with_defaults([given])
    assert "block_id" not in given
