"""Holds what is measured against the team's limits every few minutes, and raises or ends alerts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.gaps import whole
from core.metrics.catalogue import label_of
from core.model import Model
from core.thresholds.rule import Threshold
from core.thresholds.standing import Standing, State, stand
from services.store import ABSENT, Changes, Delete, Put, Record, Store
from workflows.watching.measuring import Measuring, Watched

KIND, SCHEMA = "limit", 1
SOURCE = "thresholds"
_PAGE = 1000
_SERVICE_TAGS = ("Service", "Application", "App", "Role")


class Intake(Protocol):
    """Where alerts go; the same one twice is one."""

    def accept(self, alerts: Sequence[Alert]) -> None:
        """Take them; they are stored when it returns."""
        ...


class Kept(Model):
    """How a series stands, and the alert that it raised; None for one that is merely not measured."""

    standing: Standing
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    kept: Kept
    version: int


class Limits:
    """Looks once for all limits. What is well is not stored: only what fires or is not measured."""

    def __init__(self, rules: Sequence[Threshold], measuring: Measuring, store: Store, intake: Intake) -> None:
        self._rules = rules
        self._measuring = measuring
        self._store = store
        self._intake = intake

    def look(self, now: datetime) -> str:
        """Judge every series; what changed, in a few words. A series that could not be read stays as it was.

        Raises:
            Upstream: the instances could not be asked for, or an alert could not be stored.
        """
        measured = self._measuring.look(self._rules, now)
        known = {record.key: _known(record) for record in self._records()}
        looked = {_key(each): each for each in measured.watched}
        changed = sum(self._judge(key, each, known.get(key)) for key, each in looked.items())
        if whole(measured.gaps):
            changed += sum(self._let_go(key, known[key], now) for key in known.keys() - looked.keys())
        return f"{changed} changed" if changed else ""

    def standings(self) -> Iterator[Kept]:
        """What fires or is not measured now, as it was seen last."""
        return (_known(record).kept for record in self._records())

    def _records(self) -> Iterator[Record]:
        page = self._store.find(KIND, limit=_PAGE)
        while page:
            yield from page
            page = self._store.find(KIND, limit=_PAGE, after=page[-1]) if len(page) == _PAGE else []

    def _judge(self, key: str, watched: Watched, before: _Known | None) -> int:
        if watched.series is None or not watched.series.values:
            return 0
        was = before.kept.standing if before else None
        standing = stand(watched.rule, watched.series, was)
        if standing is None or standing == was or (was is None and standing.state is State.WELL):
            return 0
        alert = _alert(watched, standing) or (before.kept.alert if before else None)
        moved = was is None or was.state is not standing.state
        if moved and alert:
            over = standing.state is State.WELL
            self._intake.accept((_ended(alert, standing.since, standing) if over else alert,))
        # After the alert was taken: a crash in between raises the same one again, which is one.
        self._keep(key, Kept(standing=standing, alert=alert), before)
        return int(moved)

    def _let_go(self, key: str, known: _Known, now: datetime) -> int:
        """The limit or the machine is not there any more; what it had raised is over by that."""
        if known.kept.alert:
            self._intake.accept((_ended(known.kept.alert, now, None),))
        self._store.commit(Changes(deletes=(Delete(KIND, key, known.version),)))
        return 1

    def _keep(self, key: str, kept: Kept, before: _Known | None) -> None:
        expect = before.version if before else ABSENT
        if kept.standing.state is State.WELL:
            self._store.commit(Changes(deletes=(Delete(KIND, key, expect),)))
        else:
            doc = kept.model_dump(mode="json")
            self._store.put(Put(KIND, key, doc, expect, state=kept.standing.state, schema=SCHEMA))


def _alert(watched: Watched, standing: Standing) -> Alert | None:
    """What is raised; None where the rule says nothing about it."""
    rule, instance, label = watched.rule, watched.instance, label_of(watched.metric)
    if standing.state is State.WELL or (standing.state is State.MISSING and rule.missing != "alert"):
        return None
    if standing.state is State.MISSING:
        title, message = f"{label} of {instance.label} is not measured", "Nobody can tell whether it is well."
    else:
        title = f"{label} of {instance.label} is {rule.words}"
        message = f"The last value is {standing.value:g} {_unit(watched)}".rstrip() + "."
    return Alert(
        fingerprint=sha256(f"{SOURCE}/{_key(watched)}".encode()).hexdigest()[:32],
        source=SOURCE,
        kind="threshold",
        state=AlertState.FIRING,
        severity=AlertLevel(rule.severity),
        sent_severity=rule.severity,
        title=title,
        message=message,
        service=_service(instance.tags),
        resource=instance.instance_id,
        at=standing.since,
        labels={"rule": rule.name, "metric": watched.metric.name, **dict(watched.metric.dimensions)},
        namespace=watched.metric.namespace,
        metrics=(watched.metric.name,),
    )


def _ended(alert: Alert, at: datetime, standing: Standing | None) -> Alert:
    why = f"The last value is {standing.value:g}." if standing and standing.value is not None else ""
    message = why or "The machine or the limit is not there any more."
    return alert.model_copy(update={"state": AlertState.RESOLVED, "ended": at, "message": message})


def _service(tags: Mapping[str, str]) -> str:
    return next((tags[name] for name in _SERVICE_TAGS if tags.get(name)), "")


def _unit(watched: Watched) -> str:
    return {"Percent": "%", "Count": "", "None": ""}.get(watched.metric.unit, watched.metric.unit)


def _key(watched: Watched) -> str:
    metric = watched.metric
    named = ",".join(f"{name}={value}" for name, value in metric.dimensions)
    return sha256(f"{watched.rule.name}/{metric.namespace}/{metric.name}/{named}".encode()).hexdigest()[:32]


def _known(record: Record) -> _Known:
    return _Known(Kept.model_validate(record.doc), record.version)
