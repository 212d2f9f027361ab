"""Bounded, named pools of threads: what does not fit is refused at once instead of waiting unseen."""

import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock

_log = logging.getLogger(__name__)


class Pool:
    """Runs work on `workers` threads, with at most `backlog` more waiting and `per_key` of one key in either.

    The key is the user who asked, so that one busy person cannot take every place.
    """

    def __init__(self, name: str, *, workers: int, backlog: int, per_key: int) -> None:
        self.name = name
        self._room = workers + backlog
        self._per_key = per_key
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._lock = Lock()
        self._held: Counter[str] = Counter()
        self._futures: set[Future[None]] = set()
        self._closed = False

    def submit(self, key: str, work: Callable[[], None]) -> bool:
        """Take the work and return True, or refuse it when full, unfair or closing."""
        with self._lock:
            if self._closed or len(self._futures) >= self._room or self._held[key] >= self._per_key:
                return False
            self._held[key] += 1
            future = self._executor.submit(work)
            self._futures.add(future)
        future.add_done_callback(lambda done: self._release(key, done))
        return True

    def _release(self, key: str, future: Future[None]) -> None:
        with self._lock:
            self._futures.discard(future)
            self._held[key] -= 1
            if not self._held[key]:
                del self._held[key]
        if not future.cancelled() and (error := future.exception()):
            _log.error("work in pool %s failed: %s", self.name, type(error).__name__, exc_info=error)

    @property
    def load(self) -> tuple[int, int]:
        """How much work is held, running or waiting, and how much there is room for."""
        with self._lock:
            return len(self._futures), self._room

    def drain(self, timeout_s: float) -> bool:
        """Take nothing more and wait for what is held; False when some was still running after `timeout_s`."""
        with self._lock:
            self._closed = True
            held = set(self._futures)
        _, running = wait(held, timeout=timeout_s)
        self._executor.shutdown(wait=False, cancel_futures=True)
        return not running
