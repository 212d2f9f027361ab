"""Keeps the results of the latest queries, so that a later page does not compute everything again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Result = TypeVar("Result")
_KEPT = 64


class Remembered:
    """A thread-safe memory of the most recently computed results."""

    def __init__(self) -> None:
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """The result kept under this key, computed when there is none."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                found: Result = self._results[key]
                return found
        # Not under the lock, or one long query would hold up the pages of all others.
        made = compute()
        with self._lock:
            self._results[key] = made
            while len(self._results) > _KEPT:
                self._results.popitem(last=False)
        return made

    def forget(self) -> None:
        """Forget everything: what it was computed from has changed."""
        with self._lock:
            self._results.clear()
