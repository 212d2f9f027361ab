"""The threads that explain incidents, in the serving process only."""

import logging
from threading import Event, Thread, current_thread

from core.errors import AssistantError
from workflows.explaining.replies import Replies

_log = logging.getLogger(__name__)
_POLL_S, _BACKOFF_S = 0.5, 2.0
_THREADS = 3


class ExplainingWorker:
    """Keeps a few incidents being explained. `problem` says why it cannot work, and is empty while it can."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._stopping = Event()
        self._threads = [Thread(target=self._run, name=f"explaining-{n}", daemon=True) for n in range(_THREADS)]
        self.problem = ""

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float) -> None:
        """End after what is at hand; what is not told stays promised."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout_s / len(self._threads))

    def _run(self) -> None:
        caught_up = current_thread() is not self._threads[0]
        while not self._stopping.is_set():
            try:
                if not caught_up:
                    self._replies.catch_up()
                    caught_up = True
                pause_s = 0.0 if self._replies.step() else _POLL_S
                self.problem = ""
            except AssistantError as error:
                self.problem, pause_s = error.sentence, _BACKOFF_S
                _log.warning("explanations wait for the store: %s", error)
            except Exception:  # noqa: BLE001  the edge of this thread: the others must be explained
                self.problem, pause_s = "something unforeseen broke; the log has it", _BACKOFF_S
                _log.exception("an incident could not be explained")
            if pause_s:
                self._stopping.wait(pause_s)
