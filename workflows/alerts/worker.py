"""The thread that reads alerts, in the serving process only."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from core.errors import AssistantError
from workflows.alerts.desk import AlertDesk

_log = logging.getLogger(__name__)
_POLL_S, _BACKOFF_S = 1.0, 2.0


class AlertWorker:
    """Keeps the desk busy. `problem` says why it cannot work, and is empty while it can.

    `beside` is done between two rounds on a thread of its own, as it may ask AWS.
    """

    def __init__(self, desk: AlertDesk, beside: Callable[[], None], backoff_s: float = _BACKOFF_S) -> None:
        self._desk = desk
        self._beside = beside
        self._backoff_s = backoff_s
        self._stopping = Event()
        self._more = Event()
        self._threads = [
            Thread(target=self._run, name="alert-desk", daemon=True),
            Thread(target=self._run_beside, name="alert-windows", daemon=True),
        ]
        self.problem = ""

    def start(self) -> None:
        """Begin to read."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Something was stored."""
        self._more.set()

    def stop(self, timeout_s: float) -> None:
        """End after the present round; what is not read stays stored."""
        self._stopping.set()
        self._more.set()
        self._threads[0].join(timeout_s)

    def _run(self) -> None:
        recalled = False
        while not self._stopping.is_set():
            self._more.clear()
            try:
                if not recalled:
                    self._desk.recall()
                    recalled = True
                pause_s = 0.0 if self._desk.step() else _POLL_S
                self.problem = ""
            except AssistantError as error:
                self.problem, pause_s = error.sentence, self._backoff_s
                _log.warning("alerts wait for the store: %s", error)
            except Exception:  # noqa: BLE001  the edge of this thread: alerts must be read on
                self.problem, pause_s = "something unforeseen broke; the log has it", self._backoff_s
                _log.exception("alerts could not be read")
            if pause_s:
                self._more.wait(pause_s)

    def _run_beside(self) -> None:
        while not self._stopping.wait(_POLL_S):
            try:
                self._beside()
            except Exception:  # noqa: BLE001  the edge of this thread: alerts are told as usual without it
                _log.exception("planned work could not be looked up")
