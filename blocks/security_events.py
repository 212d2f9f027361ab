"""What happened in the account that somebody should look at: the card, the events behind it, and the table."""

from collections.abc import Mapping, Sequence

from blocks.asking import ask, pages, share
from blocks.came_in import came_in_blocks, came_in_notes
from blocks.card import Block, Card, Modal
from blocks.elements import Element, actions, context, section
from blocks.event_pages import event_pages
from blocks.marks import mark
from blocks.muting import mute_button
from blocks.place import gap_lines, place_line, plain_notes
from blocks.security_notes import finding_lines, looked_line, muted_blocks, plain_looked, plain_muted
from blocks.security_rows import ALERT_COLUMNS, SENTENCE, alert_rows, answer_state, story_line
from blocks.table import Table
from blocks.text import inert, plural
from core.answers.security_events import SecurityEvents
from core.detections import Category
from core.gaps import whole

OPERATION = "monitor_security_events"
SHOWN = 5
_WIDER = {"24h": "7d", "7d": "30d", "30d": "90d"}


def security_card(answer: SecurityEvents) -> Card:
    """One sentence, the worst five stories, what AWS's own services add, what is muted and missing, and what next."""
    told = answer.security_summary
    summary = inert(told.sentence, SENTENCE)
    state = answer_state(answer.alerts, told.looked, answer.muted, answer.partial, answer.service_findings)
    blocks: list[Block] = [section(f"{mark(state)} *{summary}*")]
    blocks += [section(story_line(each)) for each in answer.alerts[:SHOWN]]
    if more := _more(answer):
        blocks.append(section(more))
    blocks += came_in_blocks(answer.came_in)
    blocks += finding_lines(answer.service_findings)
    blocks += muted_blocks(answer.muted)
    blocks += [section(line) for line in gap_lines(answer.partial)]
    blocks.append(actions(*_buttons(answer)))
    blocks.append(context(looked_line(told.looked, answer.sources), place_line(answer.place)))
    return Card(summary, tuple(blocks))


def security_pages(answer: SecurityEvents, page: int) -> Modal:
    """The events that the stories rest on, story by story."""
    return event_pages(answer.events, answer.alerts, answer.place, page)


def security_table(answer: SecurityEvents) -> Table:
    """Each story with what it rests on, worst first."""
    told = answer.security_summary
    quiet = told.looked.whole and whole(answer.partial)
    return Table(
        title=told.sentence,
        columns=ALERT_COLUMNS,
        rows=alert_rows(answer.alerts),
        empty="Nothing suspicious."
        if quiet
        else "Nothing suspicious in what could be read."
        if not told.looked.nothing
        else "Nothing is known.",
        notes=(
            *(f"Next: {each}" for each in answer.recommendations),
            *(f"{each.watcher}, {each.severity.value}: {each.title}" for each in answer.service_findings),
            *([_kinds_left(answer)] if answer.other_kinds else []),
            *came_in_notes(answer.came_in),
            *plain_muted(answer.muted),
            plain_looked(told.looked, answer.sources),
            *plain_notes(answer.partial, answer.place),
        ),
    )


def _more(answer: SecurityEvents) -> str:
    beyond = len(answer.alerts) - SHOWN
    parts = [f"and {plural(beyond, 'more story', 'more stories')}"] if beyond > 0 else []
    return ". ".join([*parts, *([_kinds_left(answer)] if answer.other_kinds else [])])


def _kinds_left(answer: SecurityEvents) -> str:
    count = plural(answer.other_kinds, "minor story", "minor stories")
    return f"{count} of other kinds than {_named(answer.event_types)} not shown"


def _named(kinds: Sequence[Category]) -> str:
    return ", ".join(each.replace("_", " ") for each in kinds)


def _buttons(answer: SecurityEvents) -> list[Element]:
    same: Mapping[str, object] = {
        "instance_ids": answer.asked_for,
        "event_types": answer.event_types,
        "time_range": answer.time_range,
    }
    found = [pages(f"Show {plural(len(answer.events), 'event')}", OPERATION, same)] if answer.events else []
    muting = mute_button(answer.alerts)
    found += [muting] if muting else []
    if not answer.alerts and (wider := _WIDER.get(answer.time_range)):
        found.append(ask(f"Look at {wider}", OPERATION, {**same, "time_range": wider}, which=wider))
    if not answer.alerts and answer.other_kinds:
        found.append(ask("Show all kinds", OPERATION, {**same, "event_types": ["all"]}, which="all"))
    return [*found, share("Post to channel", OPERATION, same)]
