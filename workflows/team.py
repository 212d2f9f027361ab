"""Reads what a team is judged by from the store."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Lock

from core.alerts.incident import Incident
from core.clock import Clock
from core.team_figures import TeamFigures, team_figures
from services.store import Order, Record, Store
from workflows.alerts.batch import INCIDENT
from workflows.explaining.memory import CONFIRMED
from workflows.explaining.reasoning import SPENT

SPAN = timedelta(days=30)
_PAGE, _MOST = 500, 5_000
_KEEP_S = 60.0


class Team:
    """The figures of the last thirty days; read at most once a minute, as they are asked for at each look."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._read_s: float | None = None
        self._figures, self._usd = TeamFigures(), 0.0

    def figures(self) -> TeamFigures:
        """Of incidents and explanations; raises Upstream where the store does not answer."""
        self._look()
        return self._figures

    def model_usd(self) -> float:
        """US dollars that models cost; raises Upstream where the store does not answer."""
        self._look()
        return self._usd

    def _look(self) -> None:
        with self._lock:
            now_s = self._clock.monotonic()
            if self._read_s is not None and now_s - self._read_s < _KEEP_S:
                return
            since = self._clock.now() - SPAN
            incidents = (Incident.model_validate(record.doc) for record in self._newest(INCIDENT, since))
            judged = (str(record.doc["judgement"]) for record in self._newest(CONFIRMED, since))
            self._figures = team_figures(incidents, judged)
            days = (record for record in self._newest(SPENT, since) if record.key >= f"{since:%Y-%m-%d}")
            self._usd = sum(float(record.doc["usd"]) for record in days)
            self._read_s = now_s

    def _newest(self, kind: str, since: datetime) -> Iterator[Record]:
        """Records that were first written since a moment, so many at most."""
        after: Record | None = None
        for _ in range(_MOST // _PAGE):
            page = self._store.find(kind, limit=_PAGE, order=Order.NEWEST, after=after)
            yield from (record for record in page if record.created >= since)
            if len(page) < _PAGE or page[-1].created < since:
                return
            after = page[-1]
