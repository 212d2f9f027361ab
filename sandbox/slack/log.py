"""Everything that happened between the app and Slack, in order, for tests to read."""

import asyncio
import time
from collections import deque

from sandbox.slack.shapes import Json

# Enough for any test to look back; the oldest entries go first, so that a load test fits in memory.
KEPT = 20_000


class Log:
    """A bounded list of numbered entries that readers can wait on."""

    def __init__(self) -> None:
        self._entries: deque[Json] = deque(maxlen=KEPT)
        self._n = 0
        self._waiting: list[asyncio.Future[None]] = []

    def add(self, kind: str, **fields: object) -> Json:
        """Record an entry; the returned one may be completed later, for instance with its ack."""
        self._n += 1
        entry: Json = {"n": self._n, "at": time.time(), "kind": kind, **fields}
        self._entries.append(entry)
        for reader in self._waiting:
            if not reader.done():
                reader.set_result(None)
        self._waiting.clear()
        return entry

    @property
    def last(self) -> int:
        """The number of the newest entry, 0 for none."""
        return self._n

    def after(self, n: int) -> list[Json]:
        """The kept entries numbered above `n`, oldest first."""
        newest = self._n - n
        if newest <= 0:
            return []
        entries = self._entries
        start = max(0, len(entries) - newest)
        return [entries[i] for i in range(start, len(entries))]

    async def wait_after(self, n: int, seconds: float) -> list[Json]:
        """Like `after`, but waits until there is something or the time is up."""
        if self._n <= n and seconds > 0:
            reader = asyncio.get_running_loop().create_future()
            self._waiting.append(reader)
            await asyncio.wait([reader], timeout=seconds)
        return self.after(n)
