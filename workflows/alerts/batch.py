"""What one transaction of the desk does: things, incidents, messages and arrivals, each read once and written once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from core.alerts.incident import Incident, IncidentState
from core.alerts.lifecycle import quiet_until
from core.alerts.thing import Thing
from core.model import Model
from services.slack.outbox import Message, intent
from services.store import ABSENT, MAX_CHANGES, Changes, Put, Store

INCIDENT, THING = "incident", "alert-thing"
OPEN_STATES = (IncidentState.OPEN, IncidentState.ACKNOWLEDGED, IncidentState.SILENCED)
"""Those of incidents that are not over."""

SCHEMA = 1
KEEP_INCIDENT, KEEP_THING = timedelta(days=400), timedelta(days=30)
_EACH = 5
"""Changes that one alert can make: its arrival, its thing, its incident, the incident's message and a reply."""

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class _Kept(Generic[M]):
    value: M | None
    version: int
    changed: bool = False


class Batch:
    """Reads through to the store, and commits all that changed at once.

    Each method that reads raises Upstream where the store does not answer; `commit` raises Conflict where somebody else
    changed what was read, and then nothing at all has changed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._things: dict[str, _Kept[Thing]] = {}
        self._incidents: dict[str, _Kept[Incident]] = {}
        self._messages: dict[str, Message] = {}
        self._arrivals: dict[str, Put] = {}

    @property
    def room(self) -> bool:
        """Whether one more alert fits."""
        things = sum(kept.changed for kept in self._things.values())
        incidents = sum(kept.changed for kept in self._incidents.values())
        return things + incidents + len(self._messages) + len(self._arrivals) + _EACH <= MAX_CHANGES

    def thing(self, fingerprint: str) -> Thing | None:
        """What is known of a fingerprint."""
        return self._read(self._things, THING, fingerprint, Thing).value

    def incident(self, ident: str) -> Incident | None:
        """An incident as it stands."""
        return self._read(self._incidents, INCIDENT, ident, Incident).value

    def keep_thing(self, thing: Thing) -> None:
        """Write it."""
        kept = self._read(self._things, THING, thing.alert.fingerprint, Thing)
        kept.value, kept.changed = thing, True

    def keep_incident(self, incident: Incident) -> None:
        """Write it."""
        kept = self._read(self._incidents, INCIDENT, incident.id, Incident)
        kept.value, kept.changed = incident, True

    def tell(self, *messages: Message) -> None:
        """Ask for messages; the newest wish under a key counts."""
        self._messages |= {message.key: message for message in messages}

    def move(self, arrival: Put) -> None:
        """Change an arrival."""
        self._arrivals[arrival.key] = arrival

    def commit(self) -> None:
        """Write everything, or nothing."""
        puts = tuple(self._puts())
        if puts:
            self._store.commit(Changes(puts=puts))

    def _puts(self) -> Iterator[Put]:
        yield from self._arrivals.values()
        for key, thing in self._things.items():
            if thing.changed and thing.value:
                yield thing_put(key, thing.value, thing.version)
        for incident in self._incidents.values():
            if incident.changed and incident.value:
                yield incident_put(incident.value, incident.version)
        yield from map(intent, self._messages.values())

    def _read(self, cache: dict[str, _Kept[M]], kind: str, key: str, model: type[M]) -> _Kept[M]:
        if key not in cache:
            record = self._store.get(kind, key)
            value = model.model_validate(record.doc) if record else None
            cache[key] = _Kept(value, record.version if record else ABSENT)
        return cache[key]


def thing_put(key: str, thing: Thing, expect: int) -> Put:
    """The change that keeps a thing."""
    doc = thing.model_dump(mode="json", exclude_defaults=True)
    return Put(THING, key, doc, expect, state=thing.state, expires=thing.last_seen + KEEP_THING, schema=SCHEMA)


def incident_put(incident: Incident, expect: int) -> Put:
    """The change that keeps an incident; it is due when its silence ends, or when it is over because all is quiet."""
    due = incident.silenced_until if incident.state is IncidentState.SILENCED else quiet_until(incident)
    return Put(
        INCIDENT,
        incident.id,
        incident.model_dump(mode="json", exclude_defaults=True),
        expect,
        state=incident.state,
        due=due if incident.open else None,
        expires=incident.last_seen + KEEP_INCIDENT,
        schema=SCHEMA,
    )
