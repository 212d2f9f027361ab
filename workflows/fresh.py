"""Answers that may be shown again for a while, and questions that several people ask at once but AWS hears once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

from core.clock import Clock

T = TypeVar("T")
_MOST_KEPT = 64


class Fresh(Generic[T]):
    """Keeps each answer for `keep_s` seconds, `most` of them; one that `worth_keeping` refuses is asked for again.

    Whoever asks while the same is being asked gets that answer too, or its error: an endpoint that hangs or throttles
    is not asked again by each of twenty people in turn.
    """

    def __init__(self, clock: Clock, keep_s: float, worth_keeping: Callable[[T], bool], most: int = _MOST_KEPT) -> None:
        self._clock = clock
        self._most = most
        self._keep_s = keep_s
        self._worth_keeping = worth_keeping
        self._lock = Lock()
        self._asking: dict[tuple[Hashable, int], Future[T]] = {}
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._forgotten = 0

    def get(self, key: Hashable, ask: Callable[[], T]) -> T:
        """The kept answer, or a new one; callers of the same key wait for the first one's."""
        with self._lock:
            kept = self._fresh(key)
            if kept is not None:
                return kept[0]
            # What was asked before all was forgotten is too old for whoever asks now.
            turn = (key, self._forgotten)
            others = self._asking.get(turn)
            own = self._asking.setdefault(turn, Future())
        return others.result() if others else self._ask(turn, own, ask)

    def _ask(self, turn: tuple[Hashable, int], shared: Future[T], ask: Callable[[], T]) -> T:
        try:
            answer = ask()
        except BaseException as error:
            self._end(turn)
            shared.set_exception(error)
            raise
        if self._worth_keeping(answer):
            self._keep(*turn, answer)
        self._end(turn)
        shared.set_result(answer)
        return answer

    def _end(self, turn: tuple[Hashable, int]) -> None:
        with self._lock:
            del self._asking[turn]

    def has(self, key: Hashable) -> bool:
        """Whether an answer is kept and still fresh."""
        with self._lock:
            return self._fresh(key) is not None

    def forget(self) -> None:
        """Ask anew from now on; what is being asked right now is not kept."""
        with self._lock:
            self._kept.clear()
            self._forgotten += 1

    def _fresh(self, key: Hashable) -> tuple[T] | None:
        kept = self._kept.get(key)
        if kept is None or self._clock.monotonic() - kept[0] > self._keep_s:
            return None
        return (kept[1],)

    def _keep(self, key: Hashable, forgotten: int, answer: T) -> None:
        with self._lock:
            if forgotten != self._forgotten:
                return
            self._kept[key] = (self._clock.monotonic(), answer)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
