"""Everybody who waits for the same thing: all of them hear what is known so far, also whoever comes later."""

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
Hear = Callable[[T], None]


class Audiences(Generic[T]):
    """One audience for each question that is being worked on. `voices` tell them, so that nobody waits for another."""

    def __init__(self, voices: Executor) -> None:
        self._voices = voices
        self._lock = Lock()
        self._hearing: dict[Hashable, list[Hear[T]]] = {}
        self._told: dict[Hashable, T] = {}

    @contextmanager
    def listening(self, key: Hashable, hear: Hear[T]) -> Iterator[None]:
        """Hear what is told under a key; what was told before is heard at once, for as long as anybody listens."""
        with self._lock:
            self._hearing.setdefault(key, []).append(hear)
            missed = [self._told[key]] if key in self._told else []
        try:
            for each in missed:
                self._voices.submit(hear, each)
            yield
        finally:
            self._leave(key, hear)

    def tell(self, key: Hashable, what: T) -> None:
        """Let everybody hear it."""
        with self._lock:
            if key in self._hearing:
                self._told[key] = what
            hearing = tuple(self._hearing.get(key, ()))
        for hear in hearing:
            self._voices.submit(hear, what)

    def _leave(self, key: Hashable, hear: Hear[T]) -> None:
        with self._lock:
            self._hearing[key].remove(hear)
            if not self._hearing[key]:
                del self._hearing[key]
                self._told.pop(key, None)
