"""Counts different things within a sliding window, in memory that the window bounds."""

from collections import deque
from datetime import datetime, timedelta

from core.detections.event import Event
from core.detections.rule import Rule

_MOST_HELD = 2_000


class Bursts:
    """What each caller did lately, per rule with a window."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], deque[tuple[datetime, str, int]]] = {}

    def complete(self, rule: Rule, event: Event) -> tuple[int, ...]:
        """The events of the burst that this one completes; none while it is not one. Then counting begins anew.

        An event without a time is in no window.
        """
        if rule.window is None or event.at is None:
            return ()
        held = self._held.setdefault((rule.slug, rule.window.by(event)), deque(maxlen=_MOST_HELD))
        oldest = event.at - timedelta(minutes=rule.window.minutes)
        while held and held[0][0] < oldest:
            held.popleft()
        held.extend((event.at, target, event.index) for target in rule.window.counts(event))
        if len(held) < rule.window.at_least or len({target for _, target, _ in held}) < rule.window.at_least:
            return ()
        indexes = tuple(dict.fromkeys(index for _, _, index in held))
        held.clear()
        return indexes
