"""How often one holder of a key may call: a minute's worth at once, and then as fast as it is filled up."""

from threading import Lock

from core.clock import Clock


class Allowance:
    """A bucket of `per_minute` calls. Safe to share between threads."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._most = float(per_minute)
        self._per_s = per_minute / 60
        self._clock = clock
        self._lock = Lock()
        self._left = self._most
        self._filled_at = clock.monotonic()

    def take(self) -> float:
        """Take one call; 0, or for how many seconds there is none, and then nothing was taken."""
        with self._lock:
            now = self._clock.monotonic()
            self._left = min(self._most, self._left + (now - self._filled_at) * self._per_s)
            self._filled_at = now
            if self._left < 1:
                return (1 - self._left) / self._per_s
            self._left -= 1
            return 0.0
