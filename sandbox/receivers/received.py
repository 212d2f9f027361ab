"""What arrived, in the order it did, and what is to go wrong."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

Json = dict[str, Any]


@dataclass
class Received:
    """Shared by all receivers. `failing` maps a receiver to the status that it answers instead of doing anything.

    `lost` counts answers of a path that are cut off after the effect.
    """

    failing: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _entries: list[Json] = field(default_factory=list)

    def note(self, place: str, **what: object) -> None:
        """Something took effect."""
        with self._lock:
            self._entries.append({"place": place, **what})

    def all(self, place: str = "") -> list[Json]:
        """Everything, or what one place received."""
        with self._lock:
            return [each for each in self._entries if not place or each["place"] == place]

    def loses_answer(self, path: str) -> bool:
        """Whether the next answer of a path is lost; counted down."""
        with self._lock:
            left = self.lost.get(path, 0)
            self.lost[path] = max(0, left - 1)
            return left > 0
