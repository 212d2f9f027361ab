"""Puts the timeline of an incident together: its alerts, what was found out, and what people decided."""

from collections.abc import Iterator, Sequence

from core.alerts.incident import Incident
from core.answers.explain import Explanation
from core.answers.incident_timeline import IncidentTimeline, TimelineMoment
from core.redact import redact


def timeline_of(incident: Incident, decisions: Sequence[TimelineMoment], found: Explanation | None) -> IncidentTimeline:
    """The whole of it; `found` is its explanation, None where there is none yet."""
    moments = [*_alerts(incident), *decisions, *(_evidence(found) if found else ())]
    once = {(each.at, each.what): each for each in moments}
    ordered = sorted(once.values(), key=lambda each: each.at)
    likely = found if found and found.verdict == "likely" else None
    return IncidentTimeline(
        incident_id=incident.id,
        title=redact(incident.title),
        severity=incident.severity,
        state=incident.state.value,
        first_seen=incident.first_seen,
        last_seen=incident.last_seen,
        resolved_at=incident.resolved_at,
        owner=incident.owner,
        alerts=incident.count,
        things=incident.things,
        cause=likely.root_cause if likely else "",
        confidence=str(found.confidence) if likely and found else "",
        moments=tuple(ordered),
        steps=tuple(step.say for step in found.immediate_actions) if found else (),
        prevention=found.prevention if found else (),
        summary=f"Timeline of {incident.id}: {len(ordered)} moments",
    )


def _alerts(incident: Incident) -> Iterator[TimelineMoment]:
    yield TimelineMoment(at=incident.first_seen, what=f"The first alert came: {redact(incident.title)}")
    for member in incident.members:
        if member.alert.at and member.alert.at < incident.first_seen:
            yield TimelineMoment(at=member.alert.at, what=f"It fired: {redact(member.alert.title)}")
    if incident.last_seen > incident.first_seen:
        yield TimelineMoment(at=incident.last_seen, what=f"The last of {incident.count:,} alerts came.")
    if incident.resolved_at:
        yield TimelineMoment(at=incident.resolved_at, what="It was over.")


def _evidence(found: Explanation) -> Iterator[TimelineMoment]:
    for each in found.timeline:
        yield TimelineMoment(at=each.at, what=each.what)
