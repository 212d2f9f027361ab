"""The part of the serving process that carries patches out: looks for due ones, and gives each its turns."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from threading import Event, Lock, Thread

from core.answers.health import Part
from core.answers.health import State as Health
from core.clock import Clock
from core.errors import AssistantError, Conflict, Upstream
from core.patching.states import State
from core.tracing import Tracer, Untraced
from services.store import Order, Store
from workflows.patching.engine import Engine
from workflows.patching.locks import Lease, Leases
from workflows.patching.records import Records

_log = logging.getLogger(__name__)
_BEGUN = (State.RUNNING, State.ROLLING_BACK)
_WAITING = (State.APPROVED, State.SCHEDULED)
_AFTER_ERROR_S = 5.0
_LONGEST_S = 30.0
_ALL = ""
"""In the place of a patch's id: what is wrong with all of them."""


class Runner:
    """Carries on at most `at_once` patches side by side. A patch is one process's at a time, by its lease."""

    def __init__(
        self,
        engine: Engine,
        leases: Leases,
        store: Store,
        clock: Clock,
        tracer: Tracer | None = None,
        *,
        at_once: int = 4,
        tick_s: float = 1.0,
    ) -> None:
        self._tracer = tracer or Untraced()
        self._engine = engine
        self._leases = leases
        self._records = Records(store)
        self._clock = clock
        self._tick_s = tick_s
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="patches")
        self._lock = Lock()
        self._held: dict[str, Lease | None] = {}
        self._again: dict[str, float] = {}
        self._futures: set[Future[None]] = set()
        self._stopping = Event()
        self._problems: dict[str, str] = {}
        self._thread = Thread(target=self._run, name="patch-runner", daemon=True)

    def start(self) -> None:
        """Look until stopped."""
        self._thread.start()

    def leave(self) -> None:
        """Begin nothing more."""
        self._stopping.set()

    def finish(self, within_s: float) -> None:
        """Let what is under way come to its next record; what does not in that time is looked up after the start."""
        with self._lock:
            held = set(self._futures)
        wait(held, timeout=within_s)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def parts(self) -> list[Part]:
        """How it is doing."""
        busy, problems = self.busy, list(self._problems.values())
        if problems:
            return [Part(name="patching", state=Health.LIMITED, detail=problems[0])]
        detail = f"{busy} under way" if busy else "nothing under way"
        return [Part(name="patching", state=Health.GOOD, detail=detail)]

    @property
    def busy(self) -> int:
        """How many patches have their turn now."""
        with self._lock:
            return len(self._held)

    def tick(self) -> None:
        """Give a turn to every patch that is due, and keep what is held."""
        now = self._clock.now()
        for state in _BEGUN:
            for workflow_id in self._records.ids(state):
                self._submit(workflow_id)
        for state in _WAITING:
            for workflow_id in self._records.ids(state, due_before=now, order=Order.DUE):
                self._submit(workflow_id)
        self._keep()

    def _submit(self, workflow_id: str) -> None:
        with self._lock:
            due = self._clock.monotonic() >= self._again.get(workflow_id, 0.0)
            if self._stopping.is_set() or workflow_id in self._held or not due:
                return
            self._held[workflow_id] = None
            future = self._pool.submit(self._work, workflow_id)
            self._futures.add(future)
        future.add_done_callback(self._futures.discard)

    def _work(self, workflow_id: str) -> None:
        try:
            lease = self._leases.take(workflow_id)
            if lease is not None:
                self._held[workflow_id] = lease
                self._with(lease)
            self._problems.pop(workflow_id, None)
        except Conflict as error:
            _log.warning("the patch %s is carried on elsewhere: %s", workflow_id, error)
        except AssistantError as error:
            self._problems[workflow_id] = error.sentence
            _log.warning("the patch %s could not be carried on: %s", workflow_id, error)
            self._again[workflow_id] = self._clock.monotonic() + _AFTER_ERROR_S
        except Exception:  # noqa: BLE001 - a thread ends here; one patch that fails so must not stop all others
            self._problems[workflow_id] = f"The patch {workflow_id} cannot be carried on; see the log."
            _log.exception("the patch %s could not be carried on", workflow_id)
            self._again[workflow_id] = self._clock.monotonic() + _AFTER_ERROR_S
        finally:
            with self._lock:
                self._held.pop(workflow_id, None)

    def _with(self, lease: Lease) -> None:
        """Turns, after which nothing is under way: so nobody, and not this process either, waits until it runs out."""
        well = False
        try:
            self._turns(lease)
            well = True
        finally:
            with suppress(Upstream):
                self._leases.give_back(lease, well=well)

    def _turns(self, lease: Lease) -> None:
        """Turns until nothing can be done now."""
        while not self._stopping.is_set():
            with self._tracer.span("patch", workflow_id=lease.workflow_id):
                again = self._engine.turn(lease)
            if again is None:
                self._again.pop(lease.workflow_id, None)
                return
            wait_s = (again - self._clock.now()).total_seconds()
            if wait_s > 0:
                # People may change their minds about one that has not begun. The wall clock may be set back meanwhile.
                self._again[lease.workflow_id] = self._clock.monotonic() + min(wait_s, _LONGEST_S)
                return

    def _keep(self) -> None:
        """Renew what is held, as one call to AWS may take longer than half a lease."""
        with self._lock:
            held = [lease for lease in self._held.values() if lease]
        for lease in held:
            try:
                self._leases.renew(lease)
            except Conflict:
                _log.warning("the patch %s was taken over", lease.workflow_id)

    def _run(self) -> None:
        while not self._stopping.wait(self._tick_s):
            try:
                self.tick()
            except AssistantError as error:
                self._problems[_ALL] = error.sentence
                _log.warning("patches wait for the store: %s", error)
            except Exception:  # noqa: BLE001 - a thread ends here, and without it no patch would ever go on
                self._problems[_ALL] = "Patches cannot be looked for; see the log."
                _log.exception("patches could not be looked for")
            else:
                self._problems.pop(_ALL, None)
