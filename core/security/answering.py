"""Puts the answers about security events together from what was read, found and ruled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

from core.answers.cloudtrail import TrailEvents
from core.answers.security_events import Looked, SecurityAlert, SecurityEvents, SecuritySummary
from core.detections import Category, Detection, stories
from core.detections.reading import text
from core.findings import Severity
from core.gaps import Gap
from core.outside import OutsideFinding, Source
from core.place import Place
from core.security.alerts import alerts, chosen, evidence_of, records, whole_events
from core.security.rulings import Ruling, ruled
from core.security.scope import Scope, concerned
from core.security.trail_event import TrailEvent, kind_of_record, listed
from core.security.words import security_sentence, trail_sentence

MOST_LISTED = 200
_MOST_NEWEST = 40
_MOST_STEPS = 8
_MOST_ACTORS = 20


@dataclass(frozen=True, slots=True)
class Material:
    """What was read of a span and found in it, before anybody's question narrows it down; `number` tells two apart."""

    events: Sequence[Mapping[str, object]]
    detections: Sequence[Detection]
    looked: Looked
    findings: tuple[OutsideFinding, ...]
    sources: tuple[Source, ...]
    gaps: tuple[Gap, ...]
    place: Place
    number: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked for; `gaps` are what could not be learnt about the instances."""

    kinds: tuple[Category, ...]
    time_range: str
    instance_ids: tuple[str, ...] = ()
    label: str = ""
    scope: Scope = field(default_factory=Scope)
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """The part of the material that a question is about."""

    places: frozenset[int]
    detections: tuple[Detection, ...]
    findings: tuple[OutsideFinding, ...]


def security_events(
    material: Material, asked: Question, rulings: Mapping[str, Ruling], now: datetime
) -> SecurityEvents:
    """The stories of the span, worst first."""
    narrow = _narrowed(material, asked)
    judged = ruled(narrow.detections, rulings, now)
    every = alerts(stories(material.events, judged.shown), material.events, narrow.findings)
    shown = chosen(every, asked.kinds)
    beside = _unrelated(narrow.findings, shown)
    looked = material.looked.model_copy(update={"events": len(narrow.places)})
    gaps = (*material.gaps, *asked.gaps)
    return SecurityEvents(
        security_summary=SecuritySummary(
            sentence=security_sentence(shown, beside, looked, gaps, asked.time_range, asked.label),
            critical=_count(shown, Severity.CRITICAL),
            high=_count(shown, Severity.HIGH),
            medium=_count(shown, Severity.MEDIUM),
            low=_count(shown, Severity.LOW) + _count(shown, Severity.INFORMATIONAL),
            looked=looked,
        ),
        alerts=shown,
        recommendations=_recommendations(shown, material.sources),
        events=records(shown, _by_id(material.events)),
        service_findings=beside,
        sources=material.sources,
        muted=judged.muted,
        other_kinds=len(every) - len(shown),
        event_types=asked.kinds,
        asked_for=asked.instance_ids,
        time_range=asked.time_range,
        partial=gaps,
        place=material.place,
    )


def trail_events(material: Material, asked: Question, rulings: Mapping[str, Ruling], now: datetime) -> TrailEvents:
    """The events of the span as lines, newest first, and what stands out among them."""
    narrow = _narrowed(material, asked)
    judged = ruled(narrow.detections, rulings, now)
    every = alerts(stories(material.events, judged.shown), material.events, narrow.findings)
    shown = chosen(every, asked.kinds)
    of_kinds = [index for index in sorted(narrow.places) if kind_of_record(material.events[index]) in asked.kinds]
    lines = [listed(material.events[index]) for index in of_kinds[-MOST_LISTED:]]
    looked = material.looked.model_copy(update={"events": len(narrow.places)})
    gaps = (*material.gaps, *asked.gaps, *_left_out(len(of_kinds)))
    actors = tuple(dict.fromkeys(_actors(lines)))[:_MOST_ACTORS]
    failed = sum(1 for index in of_kinds if material.events[index].get("errorCode"))
    return TrailEvents(
        events=tuple(reversed(lines)),
        security_events=evidence_of(_of(judged.shown, shown), material.events),
        suspicious_activity=shown,
        summary=trail_sentence(shown, len(of_kinds), looked, gaps, asked.time_range, asked.label),
        event_count=len(of_kinds),
        failed_count=failed,
        actors=actors,
        looked=looked,
        records=_whole_records(shown, lines, material),
        muted=judged.muted,
        other_kinds=len(every) - len(shown),
        instance_id=asked.instance_ids[0] if asked.instance_ids else "",
        label=asked.label,
        event_types=asked.kinds,
        time_range=asked.time_range,
        partial=gaps,
        place=material.place,
    )


def _narrowed(material: Material, asked: Question) -> _Narrowed:
    places = concerned(material.events, asked.scope)
    detections = tuple(each for each in material.detections if places.intersection(each.event_indexes))
    findings = tuple(each for each in material.findings if _about(each, asked.scope))
    return _Narrowed(places, detections, findings)


def _about(finding: OutsideFinding, scope: Scope) -> bool:
    return scope.everything or any(one in named for one in scope.ids for named in finding.resources)


def _unrelated(findings: Iterable[OutsideFinding], shown: Iterable[SecurityAlert]) -> tuple[OutsideFinding, ...]:
    """Findings that belong to no alert, worst first."""
    told = {each.id for alert in shown for each in alert.findings}
    order = tuple(Severity)
    return tuple(
        sorted((each for each in findings if each.id not in told), key=lambda each: order.index(each.severity))
    )


def _of(detections: Iterable[Detection], shown: Iterable[SecurityAlert]) -> Iterable[Detection]:
    rules = {(part.rule, part.title) for alert in shown for part in alert.evidence}
    return (each for each in detections if (each.rule, each.title) in rules)


def _recommendations(shown: Iterable[SecurityAlert], sources: Iterable[Source]) -> tuple[str, ...]:
    """What to do next, the first step of each story first; then what would let more be seen."""
    turns = zip_longest(*(alert.next_steps for alert in shown))
    steps = dict.fromkeys(step for turn in turns for step in turn if step)
    off = [each.watcher for each in sources if each.enabled is False]
    see = "they see" if len(off) > 1 else "it sees"
    more = [f"Enable {' and '.join(off)}: {see} what CloudTrail does not."] if off else []
    return (*list(steps)[:_MOST_STEPS], *more)


def _by_id(events: Sequence[Mapping[str, object]]) -> dict[str, Mapping[str, object]]:
    return {told: each for each in events if (told := text(each.get("eventID")))}


def _whole_records(
    shown: Iterable[SecurityAlert], lines: Sequence[TrailEvent], material: Material
) -> tuple[TrailEvent, ...]:
    """What stands behind the alerts, then the newest events while that are few."""
    by_id = _by_id(material.events)
    first = records(shown, by_id)
    known = {each.event_id for each in first}
    newest = [each.event_id for each in reversed(lines) if each.event_id not in known]
    return (*first, *whole_events(newest[: max(0, _MOST_NEWEST - len(first))], by_id))


def _left_out(count: int) -> tuple[Gap, ...]:
    if count <= MOST_LISTED:
        return ()
    why = f"the newest {MOST_LISTED} of {count:,} are listed; all of them were looked at"
    return (Gap(what="older events", why=why, by_choice=True),)


def _actors(lines: Iterable[TrailEvent]) -> Iterable[str]:
    return (each.actor for each in lines if each.actor)


def _count(shown: Iterable[SecurityAlert], severity: Severity) -> int:
    return sum(alert.severity is severity for alert in shown)
