"""How often events may be looked up: twice a second for each account and region.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic

_PER_S = 2.0


class Limit:
    """A bucket of two tokens for each key, filled with two a second."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._buckets: dict[Hashable, tuple[float, float]] = {}

    def allows(self, key: Hashable) -> bool:
        """Take a token; False where none is left."""
        with self._lock:
            now = self._now()
            left, filled_at = self._buckets.get(key, (_PER_S, now))
            left = min(_PER_S, left + (now - filled_at) * _PER_S)
            self._buckets[key] = (left - 1 if left >= 1 else left, now)
            return left >= 1
