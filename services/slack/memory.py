"""Remembers what Slack said about ids, for five minutes, and longer for when it does not answer."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from core.clock import Clock
from core.errors import NotFound, Upstream

_YOUNG_S = 300
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Heard(Generic[_T]):
    value: _T
    at_s: float


class Memory(Generic[_T]):
    """Answers by id, at most `most` of them. Threads may share it; two that ask at once may both reach Slack."""

    def __init__(self, clock: Clock, ask: Callable[[str], _T], *, most: int = 10_000) -> None:
        self._clock = clock
        self._ask = ask
        self._most = most
        self._lock = Lock()
        self._heard: dict[str, _Heard[_T]] = {}

    def get(self, key: str, *, recheck: bool = False) -> _T:
        """The answer, asked for when none is remembered from the last five minutes or `recheck` is set.

        Raises:
            NotFound, Upstream: whatever asking raises.
        """
        with self._lock:
            heard = self._heard.get(key)
        if heard and not recheck and self._clock.monotonic() - heard.at_s <= _YOUNG_S:
            return heard.value
        return self._keep(key, self._ask(key))

    def known(self, key: str, *, recheck: bool = False) -> tuple[_T | None, bool]:
        """The answer, however old when Slack does not give one now, and whether it is fresh.

        None and fresh: there is no such id. None and not fresh: nobody knows.
        """
        if not key:
            return None, True
        try:
            return self.get(key, recheck=recheck), True
        except NotFound:
            return None, True
        except Upstream:
            with self._lock:
                heard = self._heard.get(key)
            return (heard.value if heard else None), False

    def _keep(self, key: str, value: _T) -> _T:
        with self._lock:
            self._heard.pop(key, None)
            self._heard[key] = _Heard(value, self._clock.monotonic())
            if len(self._heard) > self._most:
                del self._heard[next(iter(self._heard))]
        return value
