"""Live updates: tells every open page what changed, and only what its user may see."""

import asyncio
from collections.abc import Callable

from sandbox.slack.workspace import Change

# A page that reads nothing for so many changes is gone; it reloads when it comes back.
BACKLOG = 1_000


class Stream:
    """The listeners of `/control/events`."""

    def __init__(self, may_see: Callable[[str, Change], bool]) -> None:
        self._may_see = may_see
        self._listeners: dict[asyncio.Queue[Change | None], str] = {}

    def listen(self, user: str) -> "asyncio.Queue[Change | None]":
        """A queue of the changes that a user may see; None in it means that the server ends."""
        queue: asyncio.Queue[Change | None] = asyncio.Queue(BACKLOG)
        self._listeners[queue] = user
        return queue

    def leave(self, queue: "asyncio.Queue[Change | None]") -> None:
        """Stop listening."""
        self._listeners.pop(queue, None)

    def publish(self, change: Change) -> None:
        """Tell everyone who may see it."""
        for queue, user in self._listeners.items():
            if not queue.full() and self._may_see(user, change):
                queue.put_nowait(change)

    def end(self) -> None:
        """Let every listener go."""
        for queue in self._listeners:
            if not queue.full():
                queue.put_nowait(None)
