"""Takes alerts from a queue: each is removed there only after it is stored here."""

import logging
from concurrent.futures import Future
from threading import Event, Thread
from typing import Protocol

from core.alerts.reading import parsed
from core.clock import Clock
from core.errors import AssistantError
from services.aws.alert_queue import QueuedAlert
from workflows.alerts.arrivals import Arrival, own_key
from workflows.alerts.intake import Intake

_log = logging.getLogger(__name__)
_STORED_WITHIN_S = 10.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0
SOURCE = "sqs"


class Queue(Protocol):
    """A queue whose messages come again until they are removed."""

    def receive(self) -> tuple[QueuedAlert, ...]:
        """Messages that wait; raises Upstream."""
        ...

    def remove(self, alert: QueuedAlert) -> None:
        """Remove one; raises Upstream."""
        ...


class QueueReader:
    """Polls on a thread of its own. `problem` says why it cannot, and is empty while it can."""

    def __init__(self, queue: Queue, intake: Intake, clock: Clock) -> None:
        self._queue = queue
        self._intake = intake
        self._clock = clock
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="alert-queue", daemon=True)
        self.problem = ""

    def start(self) -> None:
        """Begin to poll."""
        self._thread.start()

    def stop(self) -> None:
        """Poll no more; a poll that is under way is left, and what it brings comes again."""
        self._stopping.set()

    def step(self) -> int:
        """One poll; how many messages were stored and removed.

        Raises:
            Upstream: the queue or the store does not answer.
        """
        asked = [(queued, self._accepted(queued)) for queued in self._queue.receive()]
        for queued, stored in asked:
            stored.result(_STORED_WITHIN_S)
            self._queue.remove(queued)
        return len(asked)

    def _accepted(self, queued: QueuedAlert) -> "Future[bool]":
        key = own_key(parsed(queued.body)) or f"sqs-{queued.message_id}"
        return self._intake.accept(Arrival(SOURCE, queued.body, self._clock.now(), key))

    def _run(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._stopping.is_set():
            try:
                self.step()
            except AssistantError as error:
                self.problem = error.sentence
                _log.warning("the queue of alerts: %s", error)
            except Exception:  # noqa: BLE001  the edge of this thread: the queue keeps what was not removed
                self.problem = "something unforeseen broke; the log has it"
                _log.exception("the queue of alerts could not be read")
            else:
                self.problem, pause_s = "", _FIRST_PAUSE_S
                continue
            self._stopping.wait(pause_s)
            pause_s = min(_LONGEST_PAUSE_S, pause_s * 2)
