"""The whole local Slack: one workspace with one installed app, and everything that serves it."""

import asyncio
import time
from collections.abc import Callable, Coroutine

from sandbox.slack import events
from sandbox.slack.effects import Effects
from sandbox.slack.envelopes import ACK_SECONDS, Envelopes
from sandbox.slack.faults import Faults
from sandbox.slack.grants import Grants
from sandbox.slack.log import Log
from sandbox.slack.manifest import Manifest
from sandbox.slack.model import Message
from sandbox.slack.sockets import Sockets
from sandbox.slack.stream import Stream
from sandbox.slack.troubles import Troubles
from sandbox.slack.views import Views
from sandbox.slack.workspace import Change, Workspace


class Sandbox:
    """Holds the pieces together; `reset` gives a fresh workspace while connections stay."""

    def __init__(
        self, manifest: Manifest, now: Callable[[], float] = time.time, ack_seconds: float = ACK_SECONDS
    ) -> None:
        self.manifest = manifest
        self.now = now
        self.url = ""
        self.troubles: Troubles | None = None
        self.log = Log()
        self.sockets = Sockets(self.log)
        self.envelopes = Envelopes(self.sockets, self.log, lambda: self.faults, ack_seconds)
        self.stream = Stream(self._may_see)
        self._tasks: set[asyncio.Task[None]] = set()
        self.reset()

    def reset(self) -> None:
        """Forget everything that was said, opened and uploaded."""
        self.faults = Faults()
        self.effects = Effects()
        self.grants = Grants(self.now)
        self.workspace = Workspace(self.manifest, self.now, self._changed)
        self.views = Views(self.now)
        self.stream.publish(Change("reset"))

    def in_background(self, work: Coroutine[object, object, None]) -> None:
        """Run something that nobody waits for, such as the delivery of an event."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Let every listener and connection go."""
        self.stream.end()
        for task in self._tasks:
            task.cancel()
        await self.sockets.close()

    def _changed(self, change: Change, message: Message | None) -> None:
        self.stream.publish(change)
        if message is not None:
            self.effects.message(change.kind, message)
            for event in events.of_message(self, change.kind, message):
                self.in_background(events.deliver(self, event))

    def _may_see(self, user: str, change: Change) -> bool:
        if change.user and change.user != user:
            return False
        channel = self.workspace.channels.get(change.channel)
        return channel is None or self.workspace.sees(user, channel)
