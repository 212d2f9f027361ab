"""Looks which incidents have news for which place, and tells it: the store knows how far each was told."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Protocol

from core.alerts.incident import Incident, IncidentState
from core.clock import Clock
from core.delivery.report import Report, Sent
from core.delivery.rule import DeliveryRule
from core.errors import AssistantError, Conflict, Upstream
from services.store import ABSENT, Order, Put, Record, Store
from workflows.alerts.batch import INCIDENT
from workflows.delivery.places import Place

_log = logging.getLogger(__name__)
KIND, SCHEMA = "delivery", 1
OPEN, CLOSED, DEAD = "open", "closed", "dead"
_KEPT = timedelta(days=400)
_GIVE_UP = timedelta(hours=6)
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 5.0, 600.0
_NEWEST = 200
# What was over before anybody looked is told all the same, if it was not long ago.
_LATELY = timedelta(minutes=15)
# The first telling waits so long for the cause, which is better told than the alarm alone.
_PATIENCE = timedelta(seconds=45)
_RANDOM = SystemRandom()


class Reporting(Protocol):
    """See `workflows.delivery.reporting.Reporting`."""

    def ready(self, incident: Incident) -> bool:
        """Whether nothing more will be known of it in a moment."""
        ...

    def of(self, incident: Incident) -> Report:
        """What is told of it."""
        ...


class Delivering:
    """`places` by the name of their rule. One place that is down holds up neither the others nor Slack."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        rules: tuple[DeliveryRule, ...],
        places: Mapping[str, Place],
        reporting: Reporting,
    ) -> None:
        self._store = store
        self._clock = clock
        self._rules = {rule.name: rule for rule in rules}
        self._places = places
        self._reporting = reporting

    def begin(self) -> int:
        """Note every incident that a rule wants and that is not noted, or is open again; how many. Raises Upstream."""
        return sum(
            self._note(rule.name, incident)
            for incident in self._incidents()
            for rule in self._rules.values()
            if rule.wants(incident)
        )

    def step(self, name: str) -> bool:
        """Tell one place what is due there; False: nothing is. Raises Upstream where the store does not answer."""
        told = False
        for record in self._open(name):
            told |= self._bring(name, record)
        return told

    def dead(self) -> int:
        """How many were given up."""
        return self._store.count(KIND, state=DEAD)

    def _incidents(self) -> Iterator[Incident]:
        for state in (IncidentState.OPEN, IncidentState.ACKNOWLEDGED, IncidentState.RESOLVED):
            for record in self._store.find(INCIDENT, state=state, limit=_NEWEST, order=Order.NEWEST):
                incident = Incident.model_validate(record.doc)
                over = incident.resolved_at
                if over is None or self._clock.now() - over < _LATELY:
                    yield incident

    def _note(self, name: str, incident: Incident) -> bool:
        now, before = self._clock.now(), self._store.get(KIND, _key(name, incident.id))
        if before and not (before.state == CLOSED and incident.open):
            return False
        sent = Sent.model_validate(before.doc) if before else Sent(delivery=name, incident_id=incident.id, since=now)
        try:
            self._store.put(_put(sent, before.version if before else ABSENT, OPEN, now))
        except Conflict:
            return False
        return True

    def _open(self, name: str) -> Iterator[Record]:
        """Those of one place that are due, oldest first."""
        now = self._clock.now()
        for record in self._store.find(KIND, state=OPEN, due_before=now, limit=_NEWEST, order=Order.DUE):
            if record.key.startswith(f"{name}:"):
                yield record

    def _bring(self, name: str, record: Record) -> bool:
        """Tell the news of one incident, if there are any."""
        sent, now = Sent.model_validate(record.doc), self._clock.now()
        found = self._store.get(INCIDENT, sent.incident_id)
        if found is None:
            self._keep(sent, record, CLOSED, now)
            return False
        incident = Incident.model_validate(found.doc)
        if not sent.times and now - sent.since < _PATIENCE and not self._reporting.ready(incident):
            self._keep(sent, record, OPEN, now + timedelta(seconds=1))
            return False
        report = self._reporting.of(incident)
        if report.digest == sent.digest:
            self._keep(sent, record, OPEN if report.open else CLOSED, now + timedelta(seconds=_FIRST_PAUSE_S))
            return False
        try:
            reference = self._places[name].tell(report, sent.reference, sent.times + 1)
        except AssistantError as error:
            self._failed(sent, record, error, now)
            return False
        told = sent.model_copy(
            update={
                "digest": report.digest,
                "reference": reference,
                "times": sent.times + 1,
                "tries": 0,
                "error": "",
                "since": now,
            }
        )
        self._keep(told, record, OPEN if report.open else CLOSED, now + timedelta(seconds=_FIRST_PAUSE_S))
        return True

    def _failed(self, sent: Sent, record: Record, error: AssistantError, now: datetime) -> None:
        tries = sent.tries + 1
        since = sent.since if sent.tries else now
        failed = sent.model_copy(update={"tries": tries, "error": error.sentence, "since": since})
        passing = isinstance(error, Upstream) and error.retryable
        if not passing or now - since > _GIVE_UP:
            _log.warning("delivery %s of %s is given up: %s", sent.delivery, sent.incident_id, error)
            self._keep(failed, record, DEAD, now)
            return
        pause_s = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** min(tries - 1, 20)) * (0.5 + _RANDOM.random())
        self._keep(failed, record, OPEN, now + timedelta(seconds=pause_s))

    def _keep(self, sent: Sent, record: Record, state: str, due: datetime) -> None:
        self._store.put(_put(sent, record.version, state, due))


def _put(sent: Sent, expect: int, state: str, due: datetime) -> Put:
    return Put(
        KIND,
        _key(sent.delivery, sent.incident_id),
        sent.model_dump(mode="json"),
        expect,
        state=state,
        due=due if state == OPEN else None,
        expires=due + _KEPT,
        schema=SCHEMA,
    )


def _key(name: str, incident_id: str) -> str:
    return f"{name}:{incident_id}"
