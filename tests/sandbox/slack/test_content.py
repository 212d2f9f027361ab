"""What a message may say."""

import json

import pytest

from sandbox.slack import content
from sandbox.slack.calls import Call
from sandbox.slack.manifest import Manifest
from sandbox.slack.model import File
from sandbox.slack.shapes import Json, Refused
from sandbox.slack.state import Sandbox
from tests.sandbox.slack.rows import section


def call(**args: object) -> Call:
    """A call with these arguments."""
    return Call(Sandbox(Manifest()), args)


def test_blocks_are_the_same_from_a_form_and_from_json() -> None:
    block = section() | {"block_id": "b"}
    assert content.read(call(blocks=[block])) == content.read(call(blocks=json.dumps([block])))


def test_markdown_becomes_a_markdown_block() -> None:
    said = content.read(call(markdown_text="**x**"))
    assert said.blocks is not None
    assert (said.blocks[0]["type"], said.is_empty) == ("markdown", False)


def test_blank_text_says_nothing() -> None:
    assert content.read(call(text=" \n")).is_empty
    assert content.read(call()).is_empty


@pytest.mark.parametrize("metadata", [{}, {"event_type": "made", "event_payload": {}}])
def test_metadata_is_an_event_or_empty(metadata: Json) -> None:
    assert content.read(call(text="x", metadata=metadata)).metadata == metadata


def test_an_image_of_a_file_needs_the_finished_upload() -> None:
    image = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a"}
    asked = call(blocks=[image])
    with pytest.raises(Refused, match="invalid_blocks"):
        content.read(asked)
    asked.slack.workspace.files["F1"] = File("F1", "a.png", 3, content=b"png", completed=True)
    assert content.read(asked).blocks is not None
