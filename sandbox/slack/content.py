"""What a message says: reads and checks text, blocks, attachments and metadata as Slack does."""

from dataclasses import dataclass

from sandbox.slack import blocks as block_kit
from sandbox.slack.blocks.schema import Problem, Problems, nodes
from sandbox.slack.calls import Call
from sandbox.slack.shapes import Json, Refused

# https://docs.slack.dev/reference/methods/chat.postMessage#truncating
TRUNCATED_AT = 40_000
# https://docs.slack.dev/reference/methods/chat.postMessage: markdown_text
LONGEST_MARKDOWN = 12_000
# https://docs.slack.dev/reference/methods/chat.postMessage#errors: too_many_attachments
MOST_ATTACHMENTS = 100
# Slack publishes no number; ids fit well below this one.
LARGEST_METADATA = 8_000
IMAGES = (".png", ".jpg", ".jpeg", ".gif")


@dataclass(frozen=True)
class Content:
    """The checked content of a message; None means that the argument was absent."""

    text: str | None = None
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    metadata: Json | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that a reader would see."""
        return not (self.text and self.text.strip()) and not self.blocks and not self.attachments


def read(call: Call) -> Content:
    """The content of a chat call.

    Raises:
        Refused: with Slack's code for what is wrong.
    """
    text = call.args.get("text")
    blocks = _blocks(call)
    if call.text("markdown_text"):
        blocks = _from_markdown(call)
    return Content(
        text=None if text is None else str(text)[:TRUNCATED_AT],
        blocks=blocks,
        attachments=_attachments(call),
        metadata=_metadata(call),
    )


def _blocks(call: Call) -> list[Json] | None:
    given = call.parsed("blocks", Refused("invalid_blocks_format"))
    if given is None:
        return None
    if not isinstance(given, list):
        raise Refused("invalid_blocks_format")
    problems = block_kit.message(given) or _unknown_files(call, given)
    if problems:
        raise problems.refusal("invalid_blocks")
    return block_kit.with_defaults(given)


def _unknown_files(call: Call, blocks: list[Json]) -> Problems:
    """Images that show a file which is not there yet, or is no image."""
    shown = [node["slack_file"].get("id") for node in nodes(blocks) if "slack_file" in node]
    files = [call.slack.workspace.files.get(file_id) for file_id in shown]
    good = all(f is not None and f.completed and f.name.lower().endswith(IMAGES) for f in files)
    return Problems() if good else Problems([Problem("invalid slack file", "/blocks")])


def _from_markdown(call: Call) -> list[Json]:
    if call.args.get("blocks") or call.args.get("text"):
        raise Refused("markdown_text_conflict")
    markdown = call.text("markdown_text")
    if len(markdown) > LONGEST_MARKDOWN:
        raise Refused("msg_too_long")
    return block_kit.with_defaults([{"type": "markdown", "text": markdown}])


def _attachments(call: Call) -> list[Json] | None:
    given = call.parsed("attachments", Refused("invalid_attachments"))
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(a, dict) for a in given):
        raise Refused("invalid_attachments")
    if len(given) > MOST_ATTACHMENTS:
        raise Refused("too_many_attachments")
    for attachment in given:
        problems = block_kit.message(attachment.get("blocks") or [])
        if problems:
            raise problems.refusal("invalid_attachments")
    return given


def _metadata(call: Call) -> Json | None:
    given = call.parsed("metadata", Refused("invalid_metadata_format"))
    if given is None:
        return None
    if not isinstance(given, dict):
        raise Refused("invalid_metadata_format")
    if given and not (isinstance(given.get("event_type"), str) and isinstance(given.get("event_payload"), dict)):
        raise Refused("invalid_metadata_schema")
    if len(str(given)) > LARGEST_METADATA:
        raise Refused("metadata_too_large")
    return given
