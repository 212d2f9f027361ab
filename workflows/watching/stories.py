"""Watches the account's events, and raises each grave story once."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol, get_args

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.answers.security_events import SecurityAlert, SecurityEvents
from core.detections import Category
from core.errors import Conflict
from core.findings import Severity
from core.progress import Progress, Silent
from services.store import ABSENT, Put, Store
from workflows.watching.conditions import Intake

KIND, SCHEMA = "story", 1
# Events come up to a quarter of an hour late, and a story takes a while to become one.
_RANGE = "3h"
_KEPT = timedelta(days=30)
_GRAVE = {Severity.CRITICAL: AlertLevel.CRITICAL, Severity.HIGH: AlertLevel.HIGH}
_EVERY: tuple[Category, ...] = get_args(Category)


class Answering(Protocol):
    """See `workflows.security.watch.SecurityWatch`."""

    def security_events(
        self, instance_ids: Sequence[str], kinds: Sequence[Category], time_range: str, progress: Progress
    ) -> SecurityEvents:
        """The stories of a span."""
        ...


class Stories:
    """A story is known by its worst sign: what is added to it later is no second alert, unless it is worse."""

    def __init__(self, security: Answering, store: Store, intake: Intake) -> None:
        self._security = security
        self._store = store
        self._intake = intake

    def look(self, now: datetime) -> str:
        """Look once; how many were raised. Raises Upstream where the events could not be asked for."""
        answer = self._security.security_events((), _EVERY, _RANGE, Silent())
        raised = sum(self._raise(story, answer, now) for story in _grave(answer))
        return f"{raised} raised" if raised else ""

    def _raise(self, story: SecurityAlert, answer: SecurityEvents, now: datetime) -> bool:
        key = _key(story)
        if self._store.get(KIND, key):
            return False
        self._intake.accept((_alert(story, key, answer, now),))
        try:
            self._store.put(Put(KIND, key, {"title": story.title}, ABSENT, expires=now + _KEPT, schema=SCHEMA))
        except Conflict:
            return False
        return True


def _grave(answer: SecurityEvents) -> Iterator[SecurityAlert]:
    return (story for story in answer.alerts if story.severity in _GRAVE)


def _key(story: SecurityAlert) -> str:
    worst = next((each for each in story.evidence if each.severity is story.severity), None)
    named = f"{worst.rule}/{','.join(worst.event_ids[:1])}" if worst else story.alert_id
    return sha256(f"{story.actor}/{named}".encode()).hexdigest()[:32]


def _alert(story: SecurityAlert, key: str, answer: SecurityEvents, now: datetime) -> Alert:
    return Alert(
        fingerprint=key,
        source="assistant",
        kind="finding",
        state=AlertState.FIRING,
        severity=_GRAVE[story.severity],
        sent_severity=story.severity.value,
        title=story.title,
        message=story.summary,
        account=answer.place.account,
        region=answer.place.region,
        at=story.began or now,
        labels={"actor": story.actor, "technique": ", ".join(story.techniques[:3])},
        namespace="aws.cloudtrail",
        event_type="Security story",
    )
