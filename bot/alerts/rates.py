"""How many requests each sender may make."""

from core.clock import Clock

_MOST_SOURCES = 256


class Rates:
    """A bucket for each source: so many at once, and as many again each second. Used from one thread."""

    def __init__(self, clock: Clock, per_second: float) -> None:
        self._clock = clock
        self._per_second = per_second
        self._most = max(1.0, 2 * per_second)
        self._buckets: dict[str, tuple[float, float]] = {}

    def allow(self, source: str) -> bool:
        """Whether one more is within the rate; it counts where it is."""
        now = self._clock.monotonic()
        tokens, counted = self._buckets.get(source, (self._most, now))
        tokens = min(self._most, tokens + (now - counted) * self._per_second)
        if len(self._buckets) >= _MOST_SOURCES and source not in self._buckets:
            self._buckets.clear()
        self._buckets[source] = (tokens - 1 if tokens >= 1 else tokens, now)
        return tokens >= 1
