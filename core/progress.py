"""How long work tells its caller where it stands."""

from typing import Protocol

from core.model import Model


class Progress(Protocol):
    """Takes word of progress. Slack edits a message, the command line draws a bar, MCP sends a notification."""

    def say(self, what: str, done: int = 0, total: int | None = None) -> None:
        """`what` is being done; `done` of `total` units are behind us (None: unknown)."""
        ...

    def so_far(self, answer: Model) -> None:
        """A part of the answer that is of use already, and names what it lacks; the whole one follows."""
        ...


class Silent:
    """Progress nobody listens to."""

    def say(self, what: str, done: int = 0, total: int | None = None) -> None:
        """Nothing happens."""

    def so_far(self, answer: Model) -> None:
        """Nothing happens."""
