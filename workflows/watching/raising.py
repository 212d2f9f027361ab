"""Puts alerts of our own among those that arrive."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from core.alerts.alert import Alert
from core.clock import Clock
from core.errors import Conflict
from services.store import Store
from workflows.alerts.arrivals import Arrival, first_state


class Raising:
    """Stores them as arrivals; whoever reads those does the rest."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def accept(self, alerts: Sequence[Alert]) -> None:
        """Take alerts; they are stored when it returns. The same state of the same thing again is one.

        Raises:
            Upstream: the store does not answer.
        """
        for alert in alerts:
            moment = alert.ended or alert.at or self._clock.now()
            key = f"own-{alert.fingerprint}-{alert.state}-{alert.severity}-{moment:%Y%m%d%H%M%S}"
            arrival = replace(Arrival.of((alert,), self._clock.now()), key=key)
            with suppress(Conflict):
                self._store.put(arrival.put(first_state((alert,))))
