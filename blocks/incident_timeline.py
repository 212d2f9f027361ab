"""The timeline of an incident: a card, a table, and Markdown for whoever writes it up."""

from collections.abc import Iterator

from blocks.card import Card
from blocks.elements import context, section
from blocks.marks import State, mark
from blocks.table import Table
from blocks.text import date, inert, one_line, utc
from core.answers.incident_timeline import IncidentTimeline, TimelineMoment
from core.attachment import Attachment

_SHOWN, _LONGEST = 10, 200
_SPECIAL = "\\`*_[]<>|#"


def timeline_card(found: IncidentTimeline) -> Card:
    """The last moments; all of them are in the file."""
    lines = [f"• {date(each.at)}: {inert(each.what, _LONGEST)}{_by(each)}" for each in found.moments[-_SHOWN:]]
    more = len(found.moments) - _SHOWN
    head = f"{mark(State.GOOD)} *{inert(found.title, _LONGEST)}*"
    told = "\n".join([*([f"{more} earlier ones are in the file"] if more > 0 else []), *lines])
    return Card(inert(found.summary, _LONGEST), (section(head), section(told), context(found.incident_id)))


def timeline_table(found: IncidentTimeline) -> Table:
    """One row for each moment."""
    return Table(
        title=found.summary,
        columns=("when (UTC)", "what", "who"),
        rows=tuple((utc(each.at), each.what, each.who or "-") for each in found.moments),
        empty="Nothing is known of it.",
        notes=(f"Cause: {found.cause} ({found.confidence})" if found.cause else "The cause is not known.",),
    )


def timeline_files(found: IncidentTimeline) -> tuple[Attachment, ...]:
    """One file of Markdown."""
    return (
        Attachment(
            name=f"{found.incident_id}.md",
            title=f"Timeline of {found.incident_id}",
            media_type="text/markdown",
            content="\n".join([*_markdown(found), ""]).encode(),
        ),
    )


def _markdown(found: IncidentTimeline) -> Iterator[str]:
    yield f"# {_plain(found.title)}"
    yield ""
    over = f", over {utc(found.resolved_at)}" if found.resolved_at else ""
    yield f"- Incident {found.incident_id}: {found.severity.value}, {found.state}"
    yield f"- First seen {utc(found.first_seen)}, last seen {utc(found.last_seen)}{over}"
    yield f"- {found.alerts:,} alerts of {found.things:,} things"
    yield f"- Owner: {found.owner or 'nobody'}"
    yield from (
        "",
        "## Cause",
        "",
        f"{_plain(found.cause)} ({_plain(found.confidence)})" if found.cause else "Not known.",
    )
    yield from ("", "## Timeline", "", "| When (UTC) | What | Who |", "|---|---|---|")
    yield from (f"| {utc(each.at)} | {_plain(each.what)} | {each.who or '-'} |" for each in found.moments)
    for title, lines in (("What was to be done", found.steps), ("What keeps it from coming back", found.prevention)):
        if lines:
            yield from ("", f"## {title}", "", *(f"- {_plain(each)}" for each in lines))


def _plain(text: str) -> str:
    """Strangers' words, which are to be read and to do nothing."""
    return "".join(f"\\{each}" if each in _SPECIAL else each for each in one_line(text))


def _by(moment: TimelineMoment) -> str:
    return f" (<@{moment.who}>)" if moment.who.isalnum() else ""
