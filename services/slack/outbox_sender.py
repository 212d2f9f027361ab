"""The threads that empty the outbox; only the serving process runs them."""

import logging
from threading import Condition, Thread
from time import monotonic

from core.clock import Clock
from core.errors import Upstream
from services.slack.outbox_courier import Courier
from services.slack.outbox_deliveries import Deliveries
from services.slack.outbox_message import KeptFiles, Pending, SlackApi, Timing
from services.slack.outbox_pace import Pace
from services.slack.outbox_queue import Queue
from services.store import Store

_log = logging.getLogger(__name__)


class Sender:
    """Sends what waits, one message at a time in each channel, several channels at once.

    `problem` says why the store cannot be used, and is empty while it can.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        api: SlackApi,
        files: KeptFiles,
        *,
        timing: Timing | None = None,
        workers: int = 4,
    ) -> None:
        timing = timing or Timing()
        self._timing = timing
        self._pace = Pace(clock, between_s=timing.between_messages_s, burst=timing.burst)
        self._queue = Queue(store, clock, Deliveries(store, clock, timing.keep), timing)
        self._courier = Courier(store, clock, api, files, self._pace, timing)
        self._store = store
        self._files = files
        self._sweep_again = monotonic() + timing.sweep_s
        self._busy: set[str] = set()
        self._changed = Condition()
        self._stopping = False
        self.problem = ""
        self._threads = [Thread(target=self._run, name=f"outbox-{n}", daemon=True) for n in range(workers)]

    @property
    def quiet_for_s(self) -> float:
        """How long ago Slack last took a message; at first, since the process began."""
        return self._pace.quiet_for_s

    def start(self) -> None:
        """Begin to send; a sender is started once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop within `stop_s`; what is not sent stays stored and is sent after the next start.

        A call that takes longer is left alone: its claim runs out, and it counts as a lost answer then.
        """
        self._stopping = True
        deadline = monotonic() + self._timing.stop_s
        if self._changed.acquire(timeout=self._timing.stop_s):
            self._changed.notify_all()
            self._changed.release()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, deadline - monotonic()))

    def wake(self) -> None:
        """Look at once for something to send."""
        with self._changed:
            self._changed.notify_all()

    def step(self) -> bool:
        """Deliver the message whose turn it is; False: there is none.

        Raises:
            Upstream: the store does not answer.
        """
        pending = self._take()
        if pending is None:
            return False
        try:
            self._courier.deliver(pending)
        finally:
            with self._changed:
                self._queue.tried(pending.message.key)
                self._busy.discard(pending.message.channel)
                self._changed.notify_all()
        return True

    def _sweep_when_due(self) -> None:
        """Remove what the store has let expire, one thread at a time."""
        with self._changed:
            due = monotonic() >= self._sweep_again
            if due:
                self._sweep_again = monotonic() + self._timing.backoff_s
        if due:
            # Where nothing had expired nothing was written, and a full disk would not have been noticed.
            self.problem = "" if self._store.sweep() else self.problem
            self._files.sweep()
            self._sweep_again = monotonic() + self._timing.sweep_s

    def _take(self) -> Pending | None:
        with self._changed:
            pending = None if self._stopping else self._queue.next(self._free)
            if pending is not None:
                self._busy.add(pending.message.channel)
                self._pace.spend(pending.message.channel)
            return pending

    def _free(self, channel: str) -> bool:
        return channel not in self._busy and self._pace.free(channel)

    def _run(self) -> None:
        while not self._stopping:
            pause_s = self._pause_after_step()
            with self._changed:
                if pause_s and not self._stopping:
                    self._changed.wait(pause_s)

    def _pause_after_step(self) -> float:
        try:
            self._sweep_when_due()
            pause_s = 0 if self.step() else self._timing.poll_s
        except Upstream as error:
            self.problem = error.sentence
            _log.warning("The outbox waits for the store: %s", error)
        except Exception:  # noqa: BLE001 - a thread ends here; one bad message must not stop all others
            _log.exception("A message could not be sent")
        else:
            # Only what was written shows that the store can be; a look that found nothing does not.
            self.problem = self.problem if pause_s else ""
            return pause_s
        return self._timing.backoff_s
