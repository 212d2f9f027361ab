"""Answers that may be shown again for a while, and questions that several people ask at once but AWS hears once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from core.clock import Clock

T = TypeVar("T")
_MOST_KEPT = 64


class Fresh(Generic[T]):
    """Keeps each answer for `keep_s` seconds; an answer that `worth_keeping` refuses is asked for again."""

    def __init__(self, clock: Clock, keep_s: float, worth_keeping: Callable[[T], bool]) -> None:
        self._clock = clock
        self._keep_s = keep_s
        self._worth_keeping = worth_keeping
        self._lock = Lock()
        # A lock lives as long as somebody holds or awaits it, so that questions that come to nothing leave nothing.
        self._asking: WeakValueDictionary[Hashable, Lock] = WeakValueDictionary()
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._forgotten = 0

    def get(self, key: Hashable, ask: Callable[[], T]) -> T:
        """The kept answer, or a new one; callers of the same key wait for the first one's."""
        with self._lock:
            turn = self._asking.setdefault(key, Lock())
        with turn:
            kept, forgotten = self._fresh(key), self._forgotten
            if kept is not None:
                return kept[0]
            answer = ask()
            if self._worth_keeping(answer):
                self._keep(key, answer, forgotten)
            return answer

    def has(self, key: Hashable) -> bool:
        """Whether an answer is kept and still fresh."""
        return self._fresh(key) is not None

    def forget(self) -> None:
        """Ask anew from now on; what is being asked right now is not kept."""
        with self._lock:
            self._kept.clear()
            self._forgotten += 1

    def _fresh(self, key: Hashable) -> tuple[T] | None:
        with self._lock:
            kept = self._kept.get(key)
        if kept is None or self._clock.monotonic() - kept[0] > self._keep_s:
            return None
        return (kept[1],)

    def _keep(self, key: Hashable, answer: T, forgotten: int) -> None:
        with self._lock:
            if forgotten != self._forgotten:
                return
            self._kept[key] = (self._clock.monotonic(), answer)
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
