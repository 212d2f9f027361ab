"""Whole events in a modal, page by page: what each stands for, and its record with secrets masked."""

import json
from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from blocks.asking import turn
from blocks.card import Block, Modal
from blocks.elements import actions, context, divider, section
from blocks.place import place_line
from blocks.text import date, inert, plural, preformatted
from core.answers.security_events import SecurityAlert
from core.place import Place
from core.security.trail_event import TrailEvent

PER_PAGE = 4
_RECORD = 2700
# A section shows the beginning only: what was asked and answered, then from where and by whom.
_FIRST = (
    "errorCode",
    "errorMessage",
    "requestParameters",
    "responseElements",
    "additionalEventData",
    "sourceIPAddress",
    "userAgent",
    "userIdentity",
)
# What every record has and nobody reads at night.
_DULL = (
    "eventVersion",
    "eventType",
    "managementEvent",
    "eventCategory",
    "tlsDetails",
    "recipientAccountId",
    "requestID",
)


def event_pages(events: Sequence[TrailEvent], shown: Iterable[SecurityAlert], place: Place, page: int) -> Modal:
    """Page `page` (from 0) of the events; a page beyond the last is the last."""
    last = max(0, ceil(len(events) / PER_PAGE) - 1)
    page = min(max(page, 0), last)
    signs = _signs(shown)
    blocks: list[Block] = []
    for event in events[page * PER_PAGE : (page + 1) * PER_PAGE]:
        blocks += [section(_head(event, signs.get(event.event_id, ()))), section(_record(event)), divider()]
    if not blocks:
        blocks.append(section("No events to show."))
    turns = [turn("Previous page", page - 1)] if page else []
    turns += [turn("Next page", page + 1)] if page < last else []
    if turns:
        blocks.append(actions(*turns))
    blocks.append(context(f"Page {page + 1} of {last + 1}, {plural(len(events), 'event')}", place_line(place)))
    return Modal(title="Events", blocks=tuple(blocks), callback_id="pages")


def _signs(shown: Iterable[SecurityAlert]) -> Mapping[str, tuple[str, ...]]:
    """What each event is a sign of."""
    found: dict[str, dict[str, None]] = {}
    for alert in shown:
        for part in alert.evidence:
            for event_id in part.event_ids:
                found.setdefault(event_id, {})[part.title] = None
    return {event_id: tuple(titles) for event_id, titles in found.items()}


def _head(event: TrailEvent, signs: Sequence[str]) -> str:
    when = f" · {date(event.at)}" if event.at else ""
    failed = f" · failed: {inert(event.error)}" if event.error else ""
    who = f"{inert(event.actor)} from {inert(event.source_ip) or 'unknown'}"
    lines = [f"*{inert(event.name)}* ({inert(event.source)}){when}{failed}", who]
    return "\n".join([*lines, *(f"Sign of: {inert(each, 150)}" for each in signs[:3])])


def _record(event: TrailEvent) -> str:
    names = [*(name for name in _FIRST if name in event.record), *(name for name in event.record if name not in _FIRST)]
    told = {name: event.record[name] for name in names if name not in _DULL}
    return preformatted(json.dumps(told, indent=1, ensure_ascii=False, default=str), _RECORD)
