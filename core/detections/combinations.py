"""Notices when several things that mean more together have happened, by one caller or about one user."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from core.detections.event import Event
from core.detections.rule import Together

Seen = tuple[datetime, int]


class Combinations:
    """The latest of every part, for each combination and what its parts have in common."""

    def __init__(self, combinations: Sequence[Together]) -> None:
        self._by_mark: dict[str, list[tuple[Together, int]]] = {}
        for each in combinations:
            for place, part in enumerate(each.parts):
                for mark in part:
                    self._by_mark.setdefault(mark, []).append((each, place))
        self._seen: dict[tuple[str, str], dict[int, Seen]] = {}

    def complete(self, event: Event, marks: Iterable[str]) -> list[tuple[Together, tuple[int, ...]]]:
        """The combinations that this event completes, with their events; each begins anew after that."""
        if event.at is None:
            return []
        done: dict[str, tuple[Together, tuple[int, ...]]] = {}
        for mark in marks:
            for combination, place in self._by_mark.get(mark, ()):
                indexes = self._noted(combination, place, event, event.at)
                if indexes:
                    done[combination.slug] = (combination, indexes)
        return list(done.values())

    def _noted(self, combination: Together, place: int, event: Event, at: datetime) -> tuple[int, ...]:
        shared = combination.by(event)
        if not shared:
            return ()
        key = (combination.slug, shared)
        oldest = at - timedelta(minutes=combination.minutes)
        seen = {each: when for each, when in self._seen.get(key, {}).items() if when[0] >= oldest}
        if combination.ordered and any(each not in seen for each in range(place)):
            return ()
        seen[place] = (at, event.index)
        indexes = sorted({index for _, index in seen.values()})
        complete = len(seen) == len(combination.parts) and len(indexes) > 1
        self._seen[key] = {} if complete else seen
        return tuple(indexes) if complete else ()
