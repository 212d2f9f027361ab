"""Troubles to be explained: each with the alarm that it raises, and with what metrics and CloudTrail show of it."""

from sandbox.aws.stories.posting import posted
from sandbox.aws.stories.raising import raised, stories

__all__ = ["posted", "raised", "stories"]
