"""Stories as alerts that a person reads: with their evidence, what AWS's own services say of the same, and an id."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256

from core.answers.security_events import Evidence, SecurityAlert
from core.detections import Category, Detection, Story
from core.detections.reading import text
from core.findings import Severity
from core.outside import OutsideFinding
from core.security.rulings import GRAVE
from core.security.trail_event import TrailEvent, whole

MOST_RECORDS = 60
_ARN = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:\d*:([^\s,]+)")
_BESIDE = timedelta(hours=1)
_WORST_FIRST = tuple(Severity)


def alerts(
    stories: Iterable[Story], events: Sequence[Mapping[str, object]], findings: Sequence[OutsideFinding]
) -> tuple[SecurityAlert, ...]:
    """The stories in their order, each with the findings that name its actor or its addresses at its time."""
    return tuple(_alert(story, events, findings) for story in stories)


def chosen(found: Iterable[SecurityAlert], kinds: Iterable[Category]) -> tuple[SecurityAlert, ...]:
    """The alerts of some kinds, and those that are severe, whatever their kind."""
    asked = set(kinds)
    return tuple(each for each in found if each.severity in GRAVE or asked.intersection(each.categories))


def evidence_of(detections: Iterable[Detection], events: Sequence[Mapping[str, object]]) -> tuple[Evidence, ...]:
    """Detections as evidence: those of one rule about one thing as one, the worst first, then in order of time."""
    alike: dict[tuple[str, str], list[Detection]] = {}
    for each in detections:
        alike.setdefault((each.rule, each.title), []).append(each)
    found = [_evidence(several, events) for several in alike.values()]
    return tuple(sorted(found, key=lambda each: _WORST_FIRST.index(each.severity)))


def records(found: Iterable[SecurityAlert], by_id: Mapping[str, Mapping[str, object]]) -> tuple[TrailEvent, ...]:
    """The whole events behind some alerts, alert by alert, each once, at most sixty."""
    ids = dict.fromkeys(each for alert in found for part in alert.evidence for each in part.event_ids)
    return whole_events(list(ids)[:MOST_RECORDS], by_id)


def whole_events(ids: Iterable[str], by_id: Mapping[str, Mapping[str, object]]) -> tuple[TrailEvent, ...]:
    """The whole events with some ids, in their order."""
    return tuple(whole(by_id[each]) for each in ids if each in by_id)


def event_ids(indexes: Iterable[int], events: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """The ids of events by their places; those without one are left out."""
    return tuple(dict.fromkeys(told for index in indexes if (told := text(events[index].get("eventID")))))


def brief(title: str) -> str:
    """A title with the names that ARNs end with instead of whole ARNs: account and region are the card's own."""
    return _ARN.sub(r"\1", title)


def _alert(story: Story, events: Sequence[Mapping[str, object]], findings: Sequence[OutsideFinding]) -> SecurityAlert:
    first = min((each.rule for each in story.detections), default="")
    named = f"{story.actor}|{story.began}|{first}"
    signs = evidence_of(story.detections, events)
    return SecurityAlert(
        alert_id=f"s-{sha256(named.encode()).hexdigest()[:8]}",
        title=signs[0].title if signs else brief(story.title),
        severity=story.severity,
        actor=story.actor,
        identities=tuple(dict.fromkeys(each.actor for each in story.detections if each.actor != story.actor)),
        source_ips=story.source_ips,
        began=story.began,
        ended=story.ended,
        categories=story.categories,
        techniques=story.techniques,
        confidence=story.confidence,
        summary=story.summary,
        next_steps=story.next_steps,
        evidence=signs,
        event_count=len(story.event_indexes),
        findings=tuple(each for each in findings if _same(each, story)),
    )


def _same(finding: OutsideFinding, story: Story) -> bool:
    """Whether a service of AWS speaks of the same actor, machine or address, at about the same time."""
    names = {story.actor, *story.actor.split("/"), *story.source_ips} - {""}
    if not names.intersection((finding.actor, *finding.source_ips, *finding.resources)):
        return False
    first, last = finding.first_seen or finding.last_seen, finding.last_seen or finding.first_seen
    if not (first and last and story.began and story.ended):
        return True
    return first <= story.ended + _BESIDE and last >= story.began - _BESIDE


def _evidence(several: Sequence[Detection], events: Sequence[Mapping[str, object]]) -> Evidence:
    first = several[0]
    return Evidence(
        rule=first.rule,
        title=brief(first.title),
        severity=min((each.severity for each in several), key=_WORST_FIRST.index),
        category=first.category,
        technique=first.technique,
        at=min((each.at for each in several if each.at), default=None),
        count=len(several),
        why=first.why,
        check=first.check,
        softened=first.softened,
        event_ids=event_ids((index for each in several for index in each.event_indexes), events),
    )
