"""The events of an instance or of the account, and what stands out among them: card, whole events, and table."""

from collections.abc import Mapping, Sequence

from blocks.asking import ask, pages
from blocks.came_in import came_in_blocks, came_in_notes
from blocks.card import Block, Card, Modal
from blocks.elements import Element, actions, context, section
from blocks.event_pages import event_pages
from blocks.marks import mark
from blocks.muting import mute_button
from blocks.place import gap_lines, place_line, plain_notes
from blocks.security_notes import looked_line, muted_blocks, plain_looked, plain_muted
from blocks.security_rows import NONE, SENTENCE, answer_state, brief_line
from blocks.table import Table
from blocks.text import date, inert, plural, utc
from core.answers.cloudtrail import TrailEvents
from core.security.trail_event import TrailEvent

OPERATION = "analyze_cloudtrail_events"
SHOWN = 3
LINES = 8
_ACTORS = 3
_WIDER = {"24h": "7d", "7d": "30d", "30d": "90d"}


def trail_card(answer: TrailEvents) -> Card:
    """One sentence, what stands out, then the newest events as lines."""
    summary = inert(answer.summary, SENTENCE)
    state = answer_state(answer.suspicious_activity, answer.looked, answer.muted, answer.partial)
    blocks: list[Block] = [section(f"{mark(state)} *{summary}*")]
    if answer.event_count:
        blocks.append(section(_by(answer)))
    blocks += [section(brief_line(each)) for each in answer.suspicious_activity[:SHOWN]]
    more = len(answer.suspicious_activity) - SHOWN
    if more > 0:
        blocks.append(section(f"and {plural(more, 'more story', 'more stories')}"))
    if answer.events:
        blocks.append(section("\n".join(["*Newest events*", *_lines(answer)])))
    blocks += came_in_blocks(answer.came_in)
    blocks += muted_blocks(answer.muted)
    blocks += [section(line) for line in gap_lines(answer.partial)]
    if buttons := _buttons(answer):
        blocks.append(actions(*buttons))
    blocks.append(context(looked_line(answer.looked, ()), place_line(answer.place)))
    return Card(summary, tuple(blocks))


def trail_pages(answer: TrailEvents, page: int) -> Modal:
    """Whole events: those behind the stories, then the newest."""
    return event_pages(answer.records, answer.suspicious_activity, answer.place, page)


def trail_table(answer: TrailEvents) -> Table:
    """One row per event, newest first; what stands out in notes."""
    return Table(
        title=answer.summary,
        columns=("when (UTC)", "event", "service", "who", "from", "failed with", "about"),
        rows=tuple(_row(each) for each in answer.events),
        empty="No such events." if answer.looked.whole else "No such events in what could be read.",
        notes=(
            *(
                f"{each.severity.value.capitalize()}: {each.title}, by {each.actor or 'unknown'}"
                f"{f' from {each.source_ips[0]}' if each.source_ips else ''} ({each.confidence} confidence)"
                for each in answer.suspicious_activity
            ),
            *came_in_notes(answer.came_in),
            *plain_muted(answer.muted),
            plain_looked(answer.looked, ()),
            *plain_notes(answer.partial, answer.place),
        ),
    )


def _by(answer: TrailEvents) -> str:
    """Who called, the newest first, and how often that failed."""
    actors = ", ".join(inert(each, 40) for each in answer.actors[:_ACTORS])
    more = len(answer.actors) - _ACTORS
    return f"{answer.failed_count:,} failed · by {actors or 'nobody known'}{f' and {more} more' if more > 0 else ''}"


def _lines(answer: TrailEvents) -> list[str]:
    """The newest events, alike ones as one line."""
    newest: dict[str, list[TrailEvent]] = {}
    for each in answer.events:
        newest.setdefault(_said(each), []).append(each)
    return [_line(said, alike) for said, alike in list(newest.items())[:LINES]]


def _line(said: str, alike: Sequence[TrailEvent]) -> str:
    at = alike[0].at
    times = f" (x{len(alike)})" if len(alike) > 1 else ""
    return f"• {date(at) if at else 'at an unknown time'} {said}{times}"


def _said(event: TrailEvent) -> str:
    failed = f", failed: {inert(event.error, 40)}" if event.error else ""
    where = f" from {inert(event.source_ip, 45)}" if event.source_ip else ""
    return f"{inert(event.name, 60)} by {inert(event.actor, 60) or 'unknown'}{where}{failed}"


def _row(event: TrailEvent) -> tuple[str, ...]:
    return (
        utc(event.at).removesuffix(" UTC") if event.at else NONE,
        event.name,
        event.source,
        event.actor,
        event.source_ip,
        event.error or NONE,
        ", ".join(event.resources[:2]) or NONE,
    )


def _buttons(answer: TrailEvents) -> list[Element]:
    same: Mapping[str, object] = {
        "instance_id": answer.instance_id,
        "event_types": answer.event_types,
        "time_range": answer.time_range,
    }
    found = [pages(f"Show {plural(len(answer.records), 'event')}", OPERATION, same)] if answer.records else []
    muting = mute_button(answer.suspicious_activity)
    found += [muting] if muting else []
    if wider := _WIDER.get(answer.time_range):
        found.append(ask(f"Look at {wider}", OPERATION, {**same, "time_range": wider}, which=wider))
    return found
