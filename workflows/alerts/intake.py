"""Takes alerts in: many that arrive at once are stored in one commit, and nobody is answered before that."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import timedelta
from queue import Empty, Full, Queue
from threading import Event, Thread

from core.errors import AssistantError, Cause, Conflict, Upstream
from services.store import Changes, Put, Store
from workflows.alerts.arrivals import KEEP, NEW, Arrival, first_state

_log = logging.getLogger(__name__)
MOST_WAITING = 2_000
"""How many may wait for their commit; more are refused, and their senders come again."""

_AT_ONCE = 90
_POLL_S = 0.2


@dataclass(slots=True)
class _Wish:
    arrival: Arrival
    put: Put
    done: "Future[bool]" = field(default_factory=Future)


class Intake:
    """Stores what arrives, on a thread of its own. `problem` says why it cannot, and is empty while it can.

    `stored` is called after each commit, so that somebody reads on; `lost` with each arrival that could not be stored.
    """

    def __init__(
        self, store: Store, stored: Callable[[], None], lost: Callable[[Arrival], None], keep: timedelta = KEEP
    ) -> None:
        self._store = store
        self._stored = stored
        self._lost = lost
        self._keep_for = keep
        self._wishes: Queue[_Wish] = Queue(MOST_WAITING)
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="alert-intake", daemon=True)
        self.problem = ""
        self.taken = 0

    def start(self) -> None:
        """Begin to store."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """Store what waits, and end."""
        self._stopping.set()
        self._thread.join(timeout_s)

    def accept(self, arrival: Arrival) -> "Future[bool]":
        """Ask for an arrival to be stored. True: it is, from now on; False: it was before, under the same key.

        The future fails with what the store said.

        Raises:
            Upstream: too many wait already.
        """
        put = replace(arrival.put(_state(arrival)), expires=arrival.received + self._keep_for)
        wish = _Wish(arrival, put)
        try:
            self._wishes.put_nowait(wish)
        except Full:
            sentence = f"{MOST_WAITING:,} alerts wait to be stored already."
            raise Upstream(
                sentence, cause=Cause.THROTTLED, retryable=True, advice="Send it again in a second."
            ) from None
        return wish.done

    def _run(self) -> None:
        while not (self._stopping.is_set() and self._wishes.empty()):
            if wishes := self._gathered():
                self._keep(wishes)

    def _gathered(self) -> list[_Wish]:
        """The first one that comes, and all others that are there by then."""
        try:
            wishes = [self._wishes.get(timeout=_POLL_S)]
        except Empty:
            return []
        while len(wishes) < _AT_ONCE:
            try:
                wishes.append(self._wishes.get_nowait())
            except Empty:
                break
        return wishes

    def _keep(self, wishes: list[_Wish]) -> None:
        unique = list({wish.put.key: wish for wish in wishes}.values())
        try:
            self._store.commit(Changes(puts=tuple(wish.put for wish in unique)))
        except Conflict:
            self._keep_singly(wishes)
        except AssistantError as error:
            self._refuse(wishes, error)
        except Exception as error:  # noqa: BLE001  the edge of this thread: senders are told, and the next ones are tried
            _log.exception("alerts could not be stored")
            self._refuse(wishes, error)
        else:
            first = {id(wish) for wish in unique}
            self._told([(wish, id(wish) in first) for wish in wishes])

    def _keep_singly(self, wishes: list[_Wish]) -> None:
        """One of them came before: which one, only a commit of its own tells."""
        for wish in wishes:
            try:
                self._store.put(wish.put)
            except Conflict:
                self._told([(wish, False)])
            except AssistantError as error:
                self._refuse([wish], error)
            else:
                self._told([(wish, True)])

    def _told(self, wishes: list[tuple[_Wish, bool]]) -> None:
        self.problem = ""
        for wish, new in wishes:
            self.taken += new
            wish.done.set_result(new)
        self._stored()

    def _refuse(self, wishes: list[_Wish], error: Exception) -> None:
        self.problem = str(error)
        for wish in wishes:
            wish.done.set_exception(error)
            self._lost(wish.arrival)


def _state(arrival: Arrival) -> str:
    try:
        return first_state(arrival.alerts())
    except Exception:  # noqa: BLE001  a mistake in reading keeps no alert from being stored; the desk puts it aside
        return NEW
