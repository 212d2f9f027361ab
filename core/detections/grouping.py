"""Puts detections of one actor and one stretch of time together, so that a person reads one story."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from core.detections.answer import Detection, Story
from core.detections.event import event_of
from core.detections.lineage import lineage_of
from core.detections.softening import rank
from core.detections.story_words import story

_PAUSE = timedelta(hours=4)
_LONGEST = timedelta(hours=24)
_NEVER = datetime.max.replace(tzinfo=UTC)


def stories(events: Sequence[Mapping[str, object]], detections: Sequence[Detection]) -> tuple[Story, ...]:
    """Stories of the detections of these events, the worst first, then the latest.

    One actor is all identities whose credentials came from each other. A pause of four hours ends a story, and so does
    a whole day. Detections without a time are a story of their own for each actor.
    """
    lineage = lineage_of(events, detections)
    actors: dict[str, list[Detection]] = {}
    for each in detections:
        key = event_of(each.event_index, events[each.event_index]).who.key if each.event_index < len(events) else ""
        actors.setdefault(lineage.root(key or each.actor), []).append(each)
    told = [story(part, events, lineage) for mine in actors.values() for part in _parted(mine)]
    return tuple(sorted(told, key=lambda each: (rank(each.severity), _moment(each.ended)), reverse=True))


def _parted(detections: Sequence[Detection]) -> list[list[Detection]]:
    ordered = sorted(detections, key=lambda each: (each.at or _NEVER, each.event_index))
    parts: list[list[Detection]] = []
    for each in ordered:
        if parts and _belongs(parts[-1], each):
            parts[-1].append(each)
        else:
            parts.append([each])
    return parts


def _belongs(part: list[Detection], one: Detection) -> bool:
    began, last = part[0].at, part[-1].at
    if one.at is None or began is None or last is None:
        return one.at is None and last is None
    return one.at - last <= _PAUSE and one.at - began <= _LONGEST


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
