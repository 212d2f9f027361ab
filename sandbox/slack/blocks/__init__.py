"""Block Kit as Slack validates it: schemas of blocks, elements and views, with Slack's own wording."""

from sandbox.slack.blocks.defaults import with_defaults
from sandbox.slack.blocks.surfaces import home, message, modal

__all__ = ["home", "message", "modal", "with_defaults"]
