"""An alert explained, as a reply in its thread: what, how bad, who loses what, why, since when, what to do.

Everything that a stranger may have written (the alert's own words, log lines, names) is quoted or made inert, and cut.
"""

from collections.abc import Iterator, Sequence

from blocks.card import Block, Card
from blocks.cause_buttons import Judged, feedback_buttons, judged_words
from blocks.elements import actions, context, divider, section
from blocks.marks import State, mark
from blocks.notice import notice_card
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import date, inert, number, plural, preformatted, quote, utc
from core.alerts.alert import AlertLevel
from core.answers.explain import Explanation, KeyMetric
from core.causes.evidence import Evidence
from core.causes.hypothesis import Moment, Step
from core.metrics.units import said

SENTENCE, _NAME, _QUOTED, _COMMAND = 500, 120, 160, 600
_FACTS, _MOMENTS, _STEPS, _PREVENTION, _METRICS, _SIMILAR, _MOOT_SHOWN = 5, 6, 5, 3, 3, 3, 8
_STATES = {AlertLevel.CRITICAL: State.CRITICAL, AlertLevel.HIGH: State.CRITICAL, AlertLevel.MEDIUM: State.WARNING}


def explanation_card(found: Explanation, judged: Judged | None = None) -> Card:
    """The whole reply, with buttons that ask whether it was right, until somebody has `judged` it."""
    summary = inert(found.summary, SENTENCE)
    state = _STATES.get(found.severity_judged, State.WAITING)
    blocks: list[Block] = [
        section(f"{mark(state)} *{summary}*"),
        section(fields=_facts(found)),
        section(f"*Impact*\n{inert(found.impact, SENTENCE)}{_since(found)}"),
        section(_cause(found)),
        *(section(text) for text in _similar(found)),
        *(section(text) for text in _timeline(found)),
        *_actions(found),
        *(section(text) for text in _prevention(found)),
        *(section(text) for text in _metrics(found.metrics)),
        *_unchecked(found),
    ]
    if judged:
        blocks.append(context(judged_words(judged)))
    elif found.judged_as:
        blocks.append(actions(*feedback_buttons(found.judged_as, found.incident_id)))
    blocks.append(context(_last_line(found)))
    return Card(summary, tuple(blocks))


def explanation_table(found: Explanation) -> Table:
    """One row per part of the answer, in plain words."""
    rows = [
        ("specialist", f"{found.specialist}: {found.route_why}".rstrip(": ")),
        ("service", found.alert.service or "not named"),
        ("alert", found.alert.title),
        ("time", utc(found.alert.at) if found.alert.at else "not told"),
        ("severity", f"{_sent(found)}, judged {found.severity_judged.value}: {found.severity_why}"),
        ("impact", found.impact),
        ("root cause", found.root_cause),
        ("confidence", str(found.confidence)),
        *(("evidence", f"{each.id} {each.source}: {_plain_fact(each)}") for each in found.cited),
        *(("timeline", f"{utc(each.at)} {_before(each)}{each.what}") for each in found.timeline),
        *(("do now", _plain_step(each)) for each in found.immediate_actions),
        *(("prevent", each) for each in found.prevention),
        *(("similar", f"{utc(each.at)}: {each.cause}") for each in found.similar),
        *(("runbook", line) for line in found.runbook.splitlines() if line.strip()),
    ]
    return Table(
        title=found.summary,
        columns=("part", "what is known"),
        rows=tuple(rows),
        notes=plain_notes(found.gaps, found.place),
    )


def _facts(found: Explanation) -> list[str]:
    alert = found.alert
    count = f" ({plural(alert.count, 'alert')})" if alert.count > 1 else ""
    return [
        f"*Specialist*\n{inert(found.specialist_title, _NAME)}",
        f"*Service*\n{inert(alert.service or 'not named', _NAME)}",
        f"*Alert*\n{quote(alert.title, _QUOTED)}{count}",
        f"*Time*\n{date(alert.at) if alert.at else 'the alert tells none'}",
        f"*Severity*\n{_sent(found)}, judged {found.severity_judged.value}: {inert(found.severity_why, _NAME)}",
    ]


def _sent(found: Explanation) -> str:
    level = found.alert.severity
    return "sent without one" if level is AlertLevel.UNKNOWN else f"sent as {level.value}"


def _since(found: Explanation) -> str:
    return f"\nSince {date(found.since)}." if found.since else ""


def _cause(found: Explanation) -> str:
    sure = found.confidence
    lines = [
        f"*Root cause*\n{inert(found.root_cause, SENTENCE)}",
        f"Confidence {sure.word} ({sure.value:.2f}): {inert(sure.basis, SENTENCE)}",
        *(f"• {_fact(each)}" for each in found.cited[:_FACTS]),
        *_against(found),
    ]
    return "\n".join(lines)


def _fact(each: Evidence) -> str:
    claim = f" {quote(each.quoted, _QUOTED)}" if each.quoted else ""
    when = f" ({'before ' if each.before else ''}{date(each.first_seen)})" if each.first_seen else ""
    return f"{inert(each.source, _NAME)}: {inert(each.said, SENTENCE)}{claim}{when}"


def _against(found: Explanation) -> Iterator[str]:
    for each in found.others[:2]:
        yield f"_Less likely: {inert(each.title, _NAME)} ({each.probability:.2f})_"


def _similar(found: Explanation) -> Iterator[str]:
    if not found.similar:
        return
    times = len(found.similar) + 1
    last = found.similar[0]
    ordinal = {2: "2nd", 3: "3rd"}.get(times, f"{times}th")
    yield (
        f"*Seen before*\nThis is the {ordinal} time. Last time, {date(last.at)}, the cause was"
        f" {quote(last.cause, _QUOTED)}, as people confirmed."
    )


def _timeline(found: Explanation) -> Iterator[str]:
    if found.timeline:
        moments = found.timeline[-_MOMENTS:]
        lines = [f"{_before(each)}{date(each.at)} {inert(each.what, SENTENCE)}" for each in moments]
        yield "*Timeline*\n" + "\n".join(lines)


def _before(each: Moment) -> str:
    return "began before " if each.before else ""


def _actions(found: Explanation) -> Iterator[Block]:
    yield section("*Do now*")
    for place, step in enumerate(found.immediate_actions[:_STEPS], start=1):
        yield section(f"{place}. {_step(step)}")
    if found.runbook:
        yield section(f"*The team's runbook*\n{preformatted(found.runbook, _COMMAND)}")


def _step(step: Step) -> str:
    changes = " _This changes something: a person decides._" if step.changes else ""
    command = f"\n{preformatted(step.run, _COMMAND)}" if step.run else ""
    return f"{inert(step.say, SENTENCE)}.{changes}{command}".replace("..", ".")


def _prevention(found: Explanation) -> Iterator[str]:
    if found.prevention:
        lines = [f"• {inert(each, SENTENCE)}" for each in found.prevention[:_PREVENTION]]
        yield "*Keep it from coming back*\n" + "\n".join(lines)


def _metrics(metrics: Sequence[KeyMetric]) -> Iterator[str]:
    moved = [each for each in metrics if each.changed_at] or list(metrics)
    if moved:
        yield "*Key metrics*\n" + "\n".join(f"• {metric_line(each)}" for each in moved[:_METRICS])


def metric_line(each: KeyMetric) -> str:
    """`CPU 21 % → 93 % since …`, or the newest value of one that did not move."""
    unit = {"Percent": "%", "Seconds": "s", "Milliseconds": "ms"}.get(each.unit, "")
    label = inert(each.label, _NAME)
    if each.changed_at and each.before is not None and each.now is not None:
        verb = "began before" if each.ramp else "since"
        return f"{label} {said(each.before, unit)} → {said(each.now, unit)} {verb} {date(each.changed_at)}"
    newest = next((value for value in reversed(each.values) if value is not None), None)
    return f"{label} {said(newest, unit)}, without a sudden change"


def _unchecked(found: Explanation) -> Iterator[Block]:
    lines = gap_lines(gap for gap in found.gaps if not gap.moot)
    moot = list(dict.fromkeys(gap.what for gap in found.gaps if gap.moot))
    if moot:
        more = len(moot) - _MOOT_SHOWN
        rest = f" and {number(more)} more" if more > 0 else ""
        lines.append(f"*Nothing to look at:* {inert('; '.join(moot[:_MOOT_SHOWN]), SENTENCE)}{rest}.")
    if lines:
        yield divider()
        yield section("*Could not be checked*\n" + "\n".join(lines))


def _last_line(found: Explanation) -> str:
    worded = f" · worded by {inert(found.worded_by, _NAME)}" if found.worded_by else ""
    facts = f"{number(len(found.evidence))} facts weighed"
    return f"{place_line(found.place)} · {facts}{worded}"


def _plain_fact(each: Evidence) -> str:
    return f"{each.said} “{each.quoted}”" if each.quoted else each.said


def _plain_step(step: Step) -> str:
    marked = f"{step.say} (changes something)" if step.changes else step.say
    return f"{marked}: {step.run}" if step.run else marked


def looking_card(specialist: str, title: str) -> Card:
    """What stands in the thread within two seconds."""
    return notice_card(f"Looking at {quote(title, _QUOTED)} as {inert(specialist.lower(), _NAME)} …", State.WORKING)


def unexplained_card(why: str) -> Card:
    """What stands there when nothing could be said."""
    return notice_card(f"This could not be explained: {inert(why, SENTENCE)}", State.WARNING)
