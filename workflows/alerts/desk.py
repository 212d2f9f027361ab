"""Makes incidents of what arrived: each alert is counted once, in the transaction that marks its arrival as read."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.alerts import lifecycle
from core.alerts.alert import Alert
from core.alerts.incident import Incident, IncidentState
from core.alerts.scale import AlertState
from core.alerts.thing import Thing
from core.clock import Clock
from core.errors import AssistantError, Conflict
from core.routing import route
from services.store import Order, Store
from workflows.alerts import telling
from workflows.alerts.arrivals import DONE, NEW, Arrivals, Stored
from workflows.alerts.batch import INCIDENT, OPEN_STATES, Batch
from workflows.alerts.relatives import Relatives, burst_key
from workflows.alerts.silences import Silences
from workflows.alerts.upheaval import Upheavals

_log = logging.getLogger(__name__)
_PAGE = 60
_DUE_AT_ONCE = 15
_EDIT_EVERY = timedelta(seconds=10)
_EDITS_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the desk asks. `channel` is empty where nobody is told in Slack; `wake` says that messages wait.

    `begun` is called with each incident that is new or reopened, after it is stored. `elsewhere` takes an alert that
    makes no incident, and says whether it did.
    """

    silences: Silences
    upheavals: Upheavals
    channel: str
    wake: Callable[[], None]
    begun: Callable[[Incident], None]
    elsewhere: Callable[[Alert, datetime], bool]


class AlertDesk:
    """Reads arrivals in order, the urgent ones first. A second process beside it costs repeated readings only."""

    def __init__(self, store: Store, clock: Clock, around: Surroundings) -> None:
        self._store = store
        self._clock = clock
        self._around = around
        self._arrivals = Arrivals(store, clock)
        self._relatives = Relatives()
        self._edits: dict[str, datetime] = {}
        self._begun: list[Incident] = []

    def recall(self) -> None:
        """Begin with what is open, after a start: its relatives are known again, and its message is brought up to date.

        Raises:
            Upstream: the store does not answer.
        """
        now = self._clock.now()
        for state in OPEN_STATES:
            for record in self._store.find(INCIDENT, state=state, limit=1_000, order=Order.NEWEST):
                incident = Incident.model_validate(record.doc)
                for member in incident.members:
                    self._relatives.note(incident, member.alert)
                self._edits[incident.id] = now

    def step(self) -> bool:
        """Read some of what waits, and do what time asks for; False: there was nothing to read.

        Raises:
            Upstream: the store does not answer.
        """
        waiting = self._arrivals.waiting(_PAGE)
        if waiting:
            self._read_all(waiting)
        self._do_what_is_due()
        self._edit()
        return bool(waiting)

    def _read_all(self, waiting: list[Stored]) -> None:
        try:
            self._read(waiting)
        except Conflict:
            return  # somebody acknowledged or silenced meanwhile; the next step reads it all anew
        except AssistantError:
            raise
        except Exception:  # noqa: BLE001  the edge of an arrival: one that cannot be read must not hold up the others
            for stored in waiting:
                self._read_alone(stored)

    def _read_alone(self, stored: Stored) -> None:
        try:
            self._read([stored])
        except Conflict:
            return
        except AssistantError:
            raise
        except Exception as error:  # noqa: BLE001  the edge of an arrival: it is put aside in the end
            _log.exception("an alert from %s could not be read", stored.arrival.source)
            self._store.put(stored.failed(f"{type(error).__name__} while it was read", self._clock.now()))

    def _read(self, waiting: list[Stored]) -> None:
        batch = Batch(self._store)
        self._begun = []
        for stored in waiting:
            batch = self._read_one(batch, stored)
        self._committed(batch)

    def _read_one(self, batch: Batch, stored: Stored) -> Batch:
        """Count each alert of an arrival; where a commit falls between two of them, how far it came is kept with it."""
        alerts = stored.arrival.alerts()
        for number, alert in enumerate(alerts):
            if number < stored.taken:
                continue
            if not batch.room:
                batch = self._committed(batch)
                stored = self._arrivals.get(stored.arrival.key) or stored
            if not self._around.elsewhere(alert, self._clock.now()):
                self._take(batch, alert, stored.arrival.received)
            batch.move(stored.moved(NEW, taken=number + 1))
        if not batch.room:
            batch = self._committed(batch)
            stored = self._arrivals.get(stored.arrival.key) or stored
        batch.move(stored.moved(DONE, taken=len(alerts)))
        return batch

    def _committed(self, batch: Batch) -> Batch:
        batch.commit()
        self._around.wake()
        begun, self._begun = self._begun, []
        for incident in begun:
            try:
                self._around.begun(incident)
            except AssistantError as error:  # it is stored and told; whoever explains catches up later
                _log.warning("nobody was told that %s began: %s", incident.id, error)
        return Batch(self._store)

    def _take(self, batch: Batch, alert: Alert, received: datetime) -> None:
        before = batch.thing(alert.fingerprint)
        after = before.heard(alert, received) if before else Thing.of(alert, received)
        pair = self._incident_of(batch, alert, before, after)
        if pair is None:
            batch.keep_thing(after)
            return
        known, changed = pair
        changed = self._told(known, self._quietened(changed, known, after.alert))
        batch.keep_thing(after.model_copy(update={"incident": changed.id}))
        batch.keep_incident(changed)
        self._relatives.note(changed, alert)
        self._tell(batch, known, changed)

    def _incident_of(
        self, batch: Batch, alert: Alert, before: Thing | None, after: Thing
    ) -> tuple[Incident | None, Incident] | None:
        """The incident before and after this alert; None where nothing but ends was ever heard of the thing."""
        own = batch.incident(before.incident) if before and before.incident else None
        if own and _goes_on(own, after):
            return own, lifecycle.joined(own, before, after)
        if alert.state is AlertState.RESOLVED:
            return None
        if own:
            after = Thing.of(after.alert, after.last_seen)
        for ident, words in self._relatives.nearest(after.alert, after.last_seen) if after.firing else ():
            if (related := batch.incident(ident)) and related.open and related.grouped_by.partition(" ")[0] != "burst":
                named = related.model_copy(update={"grouped_by": related.grouped_by or words})
                return related, lifecycle.joined(named, None, after)
        return self._in_burst(batch, after) or (None, self._routed(lifecycle.opened(after)))

    def _in_burst(self, batch: Batch, after: Thing) -> tuple[Incident | None, Incident] | None:
        if not self._relatives.bursts(after.alert, after.last_seen):
            return None
        ident = self._relatives.burst(after.alert, after.last_seen)
        going_on = batch.incident(ident) if ident else None
        if going_on and going_on.open:
            joined = lifecycle.joined(going_on, None, after)
            self._relatives.note_burst(joined, after.alert)
            return going_on, joined
        words = f"burst of {burst_key(after.alert).replace('/', ', ')} alerts"
        begun = self._routed(
            lifecycle.opened(after, grouped_by=words, title=f"Many alerts at once from {after.alert.source}")
        )
        self._relatives.note_burst(begun, after.alert)
        return None, begun

    def _routed(self, incident: Incident) -> Incident:
        chosen = route(incident.alert)
        specialist = "" if chosen.abstained else chosen.specialist.value
        return incident.model_copy(update={"specialist": specialist, "route_why": chosen.why})

    def _quietened(self, incident: Incident, before: Incident | None, alert: Alert) -> Incident:
        """Silenced where somebody or our own work asked for it; one that people were told of already stays told."""
        if incident.state is not IncidentState.OPEN or (before and before.state is IncidentState.OPEN):
            return incident
        if silence := self._around.silences.of(alert):
            why = f"<@{silence.author}>: {silence.reason}" if silence.author else silence.reason
            return lifecycle.silenced(incident, why, silence.until, silence.id)
        if cover := self._around.upheavals.cover(alert):
            return lifecycle.silenced(incident, cover.why, cover.until)
        return incident

    def _told(self, before: Incident | None, after: Incident) -> Incident:
        """With the mark of having a message, which it keeps."""
        told = bool(self._around.channel) and telling.to_be_told(after)
        return after.model_copy(update={"told": told or bool(before and before.told)})

    def _tell(self, batch: Batch, before: Incident | None, after: Incident) -> None:
        if after.open and (before is None or not before.open):
            self._begun.append(after)
        if not after.told:
            return
        if not telling.loud(before, after):
            self._edits.setdefault(after.id, self._clock.now() + self._pause())
            return
        batch.tell(telling.message(after, self._around.channel), *telling.notes(before, after, self._around.channel))
        self._edits.pop(after.id, None)

    def _pause(self) -> timedelta:
        """The more incidents change, the rarer each is drawn: a channel takes one message a second."""
        return max(_EDIT_EVERY, timedelta(seconds=2 * len(self._edits)))

    def _edit(self) -> None:
        """Bring messages up to date of which only counts and times changed."""
        now = self._clock.now()
        due = [ident for ident, when in self._edits.items() if when <= now][:_EDITS_AT_ONCE]
        if not due or not self._around.channel:
            return
        batch = Batch(self._store)
        for ident in due:
            if (incident := batch.incident(ident)) and incident.told:
                batch.tell(telling.message(incident, self._around.channel))
            del self._edits[ident]
        self._committed(batch)

    def _do_what_is_due(self) -> None:
        """Wake what was silenced, and end what has been quiet for long."""
        now = self._clock.now()
        records = self._store.find(INCIDENT, due_before=now, limit=_DUE_AT_ONCE, order=Order.DUE)
        if not records:
            return
        batch = Batch(self._store)
        self._begun = []
        for record in records:
            before = batch.incident(record.key)
            if before is None or not before.open:
                continue
            after = self._told(before, self._later(before, now))
            batch.keep_incident(after)
            self._tell(batch, before, after)
        try:
            self._committed(batch)
        except Conflict:
            return

    def _later(self, incident: Incident, now: datetime) -> Incident:
        if incident.state is IncidentState.SILENCED and incident.silenced_until and incident.silenced_until <= now:
            return self._quietened(lifecycle.woken(incident), None, incident.alert)
        return lifecycle.ended_quietly(incident, now) if lifecycle.quiet_until(incident) <= now else incident


def _goes_on(incident: Incident, thing: Thing) -> bool:
    """Whether what is heard of a thing still belongs to the incident that it belonged to."""
    ended = incident.resolved_at or incident.last_seen
    return incident.open or not thing.firing or thing.last_seen - ended < lifecycle.REOPENS_WITHIN
