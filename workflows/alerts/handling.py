"""What people do with incidents: acknowledge, silence, resolve, look at them, and replay what could not be read."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from core.actor import Actor
from core.alerts import lifecycle
from core.alerts.incident import Incident, IncidentState
from core.alerts.scale import rank
from core.alerts.silence import Matcher, Silence, parse_matchers
from core.answers.alerts import DeadLetter, DeadLetters, OpenIncidents, Replayed, SilenceMade
from core.answers.incident_timeline import TimelineMoment
from core.clock import Clock
from core.errors import BadRequest, Conflict, NotFound
from services.slack.outbox import intent
from services.store import Audit, Changes, Order, Record, Store
from workflows.alerts import telling
from workflows.alerts.arrivals import DEAD, NEW, Arrivals
from workflows.alerts.batch import INCIDENT, OPEN_STATES, incident_put
from workflows.alerts.silences import Silences

_ID = re.compile(r"inc-[0-9a-f-]{4,40}")
_LISTED = 200
_ATTEMPTS = 5
_MOST_DECISIONS = 1_000
Change = Callable[[Incident], Incident]


class Handling:
    """Every decision is one transaction: the incident, the audit row and the message as it should stand then."""

    def __init__(self, store: Store, clock: Clock, silences: Silences, channel: str) -> None:
        self._store = store
        self._clock = clock
        self.silences = silences
        self._channel = channel
        self._arrivals = Arrivals(store, clock)

    def open_incidents(self) -> OpenIncidents:
        """All that is not over, worst first; raises Upstream where the state cannot be read."""
        found: list[Incident] = []
        for state in OPEN_STATES:
            records = self._store.find(INCIDENT, state=state, limit=_LISTED, order=Order.NEWEST)
            found += [Incident.model_validate(record.doc) for record in records]
        found.sort(key=lambda one: (OPEN_STATES.index(one.state), rank(one.severity), -one.last_seen.timestamp()))
        counts = {state.value: self._store.count(INCIDENT, state=state) for state in OPEN_STATES}
        return OpenIncidents(
            incidents=tuple(found),
            counts=counts,
            silences=self.silences.in_force(),
            waiting=self._arrivals.count_waiting(),
            dead_letters=self._arrivals.count_dead(),
        )

    def incident(self, ident: str) -> Incident:
        """One by its id; raises NotFound."""
        return Incident.model_validate(self._record(ident).doc)

    def find(self, incident_id: str) -> Incident | None:
        """The incident with this id, None where the text is no id of ours; raises NotFound where none has it."""
        return self.incident(incident_id) if _ID.fullmatch(incident_id) else None

    def decisions(self, ident: str) -> tuple[TimelineMoment, ...]:
        """What people decided about an incident, oldest first; raises Upstream."""
        rows = self._store.audit_rows(subject=ident, limit=_MOST_DECISIONS)
        return tuple(
            TimelineMoment(at=row.at, what=row.entry.action.capitalize(), who=row.entry.actor.user_id) for row in rows
        )

    def acknowledge(self, actor: Actor, ident: str) -> Incident:
        """The caller takes it on."""
        now = self._clock.now()
        return self._change(
            actor, ident, "incident acknowledged", lambda one: lifecycle.acknowledged(one, actor.user_id, now)
        )

    def resolve(self, actor: Actor, ident: str) -> Incident:
        """The caller says that it is over."""
        now = self._clock.now()
        return self._change(actor, ident, "incident resolved", lambda one: lifecycle.resolved(one, actor.user_id, now))

    def silence(self, actor: Actor, ident: str, lasts: timedelta, reason: str) -> Incident:
        """Nobody is told of the things of this incident for so long; what resolves is told.

        Raises:
            BadRequest: no reason, or too long; NotFound: no such incident; Upstream: the state cannot be written.
        """
        incident = self.incident(ident)
        matcher = Matcher(name="fingerprint", value=incident.alert.fingerprint)
        made = self.silences.make(actor, (matcher,), reason, lasts)
        why = f"<@{actor.user_id}>: {made.reason}"
        return self._change(
            actor, ident, "incident silenced", lambda one: lifecycle.silenced(one, why, made.until, made.id)
        )

    def unsilence(self, actor: Actor, ident: str) -> Incident:
        """People are told of this incident again; the silence that quietened it ends, for all that it fits.

        Raises:
            NotFound: no such incident; BadRequest: it is not silenced; Upstream: the state cannot be written.
        """
        before = self.incident(ident)
        if before.state is not IncidentState.SILENCED:
            raise BadRequest(f"The incident {ident} is not silenced.")
        if before.silence_id:
            with suppress(NotFound):  # it has run out in the meantime
                self.silences.end(actor, before.silence_id)
        return self._change(actor, ident, "incident unsilenced", lifecycle.woken)

    def silence_matching(self, actor: Actor, matching: str, lasts: timedelta, reason: str) -> SilenceMade:
        """Nobody is told of alerts that fit; open incidents that fit are silenced now. Raises as `silence`."""
        made = self.silences.make(actor, parse_matchers(matching), reason, lasts)
        quieted = [one for one in self.open_incidents().incidents if self._covers(made, one)]
        why = f"<@{actor.user_id}>: {made.reason}"
        for incident in quieted:
            self._change(
                actor, incident.id, "incident silenced", lambda one: lifecycle.silenced(one, why, made.until, made.id)
            )
        return SilenceMade(silence=made, incidents=tuple(one.id for one in quieted))

    def _covers(self, silence: Silence, incident: Incident) -> bool:
        now = self._clock.now()
        return incident.state is IncidentState.OPEN and all(
            silence.fits(member.alert, now) for member in incident.members
        )

    def dead_letters(self) -> DeadLetters:
        """What could not be read, newest first."""
        letters = tuple(
            DeadLetter(
                key=one.arrival.key,
                source=one.arrival.source,
                received=one.arrival.received,
                why=one.why,
                tries=one.tries,
                begins=one.arrival.body[:200],
            )
            for one in self._arrivals.dead()
        )
        return DeadLetters(letters=letters, count=self._arrivals.count_dead())

    def replay(self, key: str) -> Replayed:
        """Read a dead letter again, or all of them; raises NotFound where there is no such one."""
        keys = tuple(one.arrival.key for one in self._arrivals.dead(limit=1_000)) if key == "all" else (key,)
        for each in keys:
            stored = self._arrivals.get(each)
            if stored is None or stored.state != DEAD:
                raise NotFound(f"There is no dead letter {each}.", advice="`sre-agent alerts dead-letters` lists them.")
            self._store.put(stored.moved(NEW, tries=0))
        return Replayed(keys=keys)

    def _change(self, actor: Actor, ident: str, action: str, change: Change) -> Incident:
        """Change an incident as it is now; of two people who are equally fast the second one's change follows.

        Raises:
            NotFound: there is no such incident.
            BadRequest: it is over already.
            Conflict: it changes all the time.
        """
        for _ in range(_ATTEMPTS):
            record = self._record(ident)
            before = Incident.model_validate(record.doc)
            after = change(before)
            if after == before:
                raise BadRequest(f"The incident {ident} is {before.state.value} already.")
            after = after.model_copy(update={"told": before.told or bool(self._channel)})
            puts = [incident_put(after, record.version)]
            if self._channel:
                puts.append(intent(telling.message(after, self._channel)))
                puts.extend(intent(note) for note in telling.notes(before, after, self._channel))
            audit = Audit(actor, action, ident, {"title": after.title, "count": after.count})
            try:
                self._store.commit(Changes(puts=tuple(puts), audits=(audit,)))
            except Conflict:
                continue
            return after
        raise Conflict(f"The incident {ident} changes all the time.", advice="Try again in a moment.")

    def _record(self, ident: str) -> Record:
        record = self._store.get(INCIDENT, ident)
        if record is None:
            raise NotFound(f"There is no incident {ident}.", advice="`/sre-alerts` lists the open ones.")
        return record
