"""Remembers which open incidents new alerts may belong to, and notices bursts."""

from collections import deque
from datetime import datetime

from core.alerts.alert import Alert
from core.alerts.grouping import BURST_AFTER, BURST_WITHIN, SAME_PARENT_WITHIN, keys
from core.alerts.incident import Incident
from core.alerts.scale import AlertLevel

_MOST = 20_000


class Relatives:
    """In memory only: after a restart it begins with the incidents that are open."""

    def __init__(self) -> None:
        self._by_key: dict[str, tuple[str, datetime]] = {}
        self._begun: dict[str, deque[datetime]] = {}

    def note(self, incident: Incident, alert: Alert) -> None:
        """An alert belongs to this incident."""
        for key, _ in keys(alert):
            self._by_key[key] = (incident.id, incident.last_seen)
        while len(self._by_key) > _MOST:
            self._by_key.pop(next(iter(self._by_key)))

    def nearest(self, alert: Alert, now: datetime) -> list[tuple[str, str]]:
        """Incidents that the alert may join, nearest first: (incident id, words for what they share)."""
        found = []
        for key, words in keys(alert):
            known = self._by_key.get(key)
            if known and now - known[1] <= SAME_PARENT_WITHIN:
                found.append((known[0], words))
        return found

    def bursts(self, alert: Alert, now: datetime) -> bool:
        """Whether this would be one new incident too many of its sender; it counts as begun where it is not."""
        begun = self._begun.setdefault(burst_key(alert), deque())
        while begun and now - begun[0] > BURST_WITHIN:
            begun.popleft()
        if len(begun) >= BURST_AFTER:
            return True
        begun.append(now)
        return False

    def burst(self, alert: Alert, now: datetime) -> str | None:
        """The incident of the burst that goes on for this sender."""
        known = self._by_key.get(f"burst/{burst_key(alert)}")
        return known[0] if known and now - known[1] <= SAME_PARENT_WITHIN else None

    def note_burst(self, incident: Incident, alert: Alert) -> None:
        """This incident is the burst's."""
        self._by_key[f"burst/{burst_key(alert)}"] = (incident.id, incident.last_seen)


def burst_key(alert: Alert) -> str:
    """Critical alerts burst apart, so that a storm of others swallows none."""
    return f"{alert.source}/{'critical' if alert.severity is AlertLevel.CRITICAL else 'other'}"
