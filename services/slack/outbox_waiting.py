"""What waits, in memory: a few words of each letter, by channel and in the order in which they go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.slack.outbox_message import Lane, Message
from services.store import Record

_RANKS = {lane: number for number, lane in enumerate(Lane)}
Rank = tuple[int, datetime]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is kept of a stored letter; `root` is the key of the message it replies to, empty where there is none."""

    key: str
    channel: str
    thread: str
    root: str
    lane: Lane
    created: datetime

    @classmethod
    def of(cls, record: Record, message: Message) -> "Waiting":
        """From a letter."""
        root = "" if message.thread_ts else message.thread_key
        return cls(message.key, message.channel, message.thread, root, Lane(record.state), record.created)


class WaitingRoom:
    """All that waits, ordered: most urgent thread first, then as it was asked for.

    A thread is as urgent as the most urgent message in it, so that no reply overtakes its root.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, Waiting] = {}
        self._channels: dict[str, list[Waiting]] = {}
        self._urgency: dict[str, int] = {}

    def replace(self, waiting: Iterable[Waiting]) -> None:
        """Forget what was here and take these in."""
        self._waiting.clear()
        self.add(waiting)

    def add(self, waiting: Iterable[Waiting]) -> None:
        """Take more in; one that is here already takes its new place."""
        self._waiting |= {each.key: each for each in waiting}
        self._channels, self._urgency = {}, {}
        for each in self._waiting.values():
            self._urgency[each.thread] = min(_RANKS[each.lane], self._urgency.get(each.thread, len(_RANKS)))
            self._channels.setdefault(each.channel, []).append(each)
        for line in self._channels.values():
            line.sort(key=self._rank)

    def __contains__(self, waiting: Waiting) -> bool:
        return self._waiting.get(waiting.key) == waiting

    def remove(self, key: str) -> None:
        """It waits no longer."""
        gone = self._waiting.pop(key, None)
        if gone is None:
            return
        line = self._channels[gone.channel]
        line.remove(gone)
        if not line:
            del self._channels[gone.channel]

    def channels(self) -> list[str]:
        """The channels for which something waits, the one with the most urgent thread first."""
        return sorted(self._channels, key=lambda channel: self._rank(self._channels[channel][0]))

    def first(self, channel: str, limit: int) -> list[Waiting]:
        """What goes next into a channel."""
        return self._channels.get(channel, [])[:limit]

    def _rank(self, waiting: Waiting) -> Rank:
        return self._urgency[waiting.thread], waiting.created
