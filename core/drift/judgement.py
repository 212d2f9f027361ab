"""Judges one event: a change of configuration, or nothing to tell."""

from collections.abc import Iterator, Mapping

from core.detections.event import Event, event_of
from core.detections.reading import shown, text
from core.drift.actors import tool_of
from core.drift.answer import Area, Compliance, ConfigChange, ControlState
from core.drift.areas import AREAS
from core.drift.classes import classes_of
from core.drift.controls import title_of, with_twins
from core.drift.groups import of_security_group
from core.drift.items import is_item, judge_item
from core.drift.said import Said
from core.findings import Severity
from core.security_groups.calls import Outcome, outcome

_RANKED = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFORMATIONAL)
_READS = ("Describe", "Get", "List", "Lookup", "Head", "BatchGet", "Assume")
# A refused attempt says as much about the caller as a carried out one, and nothing about the thing.
_MOST_AFTER = {Outcome.DENIED: Severity.MEDIUM, Outcome.DRY_RUN: Severity.LOW}


def judge_change(event: object) -> ConfigChange | None:
    """What an event changed: a record of CloudTrail, or a notification or item of AWS Config. Never raises.

    None for everything that changes no configuration that is watched here.
    """
    if not isinstance(event, Mapping):
        return None
    if is_item(event):
        return judge_item(event)
    if text(event.get("eventName")).startswith(_READS):
        return None  # most of what happens, and told from the name far faster than from the whole event
    read = event_of(0, event)
    told = _told(read)
    if told is None:
        return None
    area, said = told
    return _answer(read, area, said, outcome(event))


def _told(event: Event) -> tuple[Area, Said] | None:
    said = of_security_group(event)
    if said:
        return Area.SECURITY_GROUP, said
    call = f"{event.source}:{event.name}"
    for readers in AREAS:
        reader = readers.reader(call)
        found = reader(event) if reader else None
        if found:
            return readers.area, found
    return None


def _answer(event: Event, area: Area, said: Said, came: Outcome) -> ConfigChange:
    done = came is Outcome.DONE
    resource = said.resource or event.subject
    classes = classes_of(event.raw)
    return ConfigChange(
        what=said.what if done else f"{_NOT_DONE[came]}: {said.what}",
        before=said.before if done else "",
        after=said.after if done else f"nothing changed ({came})",
        severity=said.severity if done else _capped(said.severity, _MOST_AFTER.get(came, Severity.INFORMATIONAL)),
        good_news=said.good and done,
        area=area,
        classes=classes,
        controls=(*classes, *dict.fromkeys(with_twins(tuple(control for control, _ in said.states)))),
        compliance=tuple(_states(said, resource)) if done else (),
        outcome=str(came),
        who=event.who.actor,
        tool=tool_of(event),
        source_ip=shown(event.source_ip),
        at=event.at,
        resource=resource,
        region=shown(event.region),
        account=shown(event.account),
        event_name=shown(event.name),
        event_id=shown(text(event.raw.get("eventID"))),
    )


_NOT_DONE = {
    Outcome.DENIED: "Refused",
    Outcome.DRY_RUN: "Tried out",
    Outcome.ALREADY: "Already so",
    Outcome.FAILED: "Failed",
}


def _states(said: Said, resource: str) -> Iterator[ControlState]:
    for control, state in said.states:
        for each in with_twins((control,)):
            yield ControlState(control=each, title=title_of(each), state=Compliance(state), resource=resource)


def _capped(severity: Severity, most: Severity) -> Severity:
    return max(severity, most, key=_RANKED.index)
