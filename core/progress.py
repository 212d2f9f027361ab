"""How long work tells its caller where it stands."""

from typing import Protocol


class Progress(Protocol):
    """Takes word of progress. Slack edits a message, the command line draws a bar, MCP sends a notification."""

    def say(self, what: str, done: int = 0, total: int | None = None) -> None:
        """`what` is being done; `done` of `total` units are behind us (None: unknown)."""
        ...


class Silent:
    """Progress nobody listens to."""

    def say(self, what: str, done: int = 0, total: int | None = None) -> None:
        """Nothing happens."""
