"""Block Kit as Slack validates it: schemas of blocks, elements and views, with Slack's own wording."""

from sandbox.slack.blocks.defaults import with_defaults
from sandbox.slack.blocks.surfaces import home, message, modal
from sandbox.slack.blocks.whole import too_long

__all__ = ["home", "message", "modal", "too_long", "with_defaults"]
