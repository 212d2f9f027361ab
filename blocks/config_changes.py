"""Changes of configuration: card, pages of all of them, and table."""

from collections.abc import Mapping, Sequence
from math import ceil

from blocks.asking import ask, pages, share, turn
from blocks.card import Block, Card, Modal
from blocks.elements import Element, actions, context, divider, section
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line, plain_notes
from blocks.security_notes import looked_line, plain_looked
from blocks.security_rows import NONE, SENTENCE
from blocks.table import Table
from blocks.text import date, inert, plural, span, utc
from core.answers.config_changes import ConfigChanges, ToolRun
from core.drift import ConfigChange, ControlState
from core.findings import Severity
from core.gaps import whole
from core.security.rulings import GRAVE

OPERATION = "analyze_configuration_changes"
TRAIL = "analyze_cloudtrail_events"
SHOWN = 5
PER_PAGE = 8
_GOOD_SHOWN = _RUNS_SHOWN = 3
_CONTROLS_SHOWN = _CLASSES_SHOWN = 4
_WORDS = 200


def config_card(answer: ConfigChanges) -> Card:
    """One sentence, the worst five, what fails controls now, good news, what tools did, and what is missing."""
    summary = inert(answer.summary, SENTENCE)
    blocks: list[Block] = [section(f"{mark(_state(answer))} *{summary}*")]
    blocks += [section(change_line(alike[0], len(alike))) for alike in _alike(answer.notable)[:SHOWN]]
    if more := _more(answer):
        blocks.append(section(more))
    blocks += [section(text) for text in (_controls(answer), _good(answer), _runs(answer), _classes(answer)) if text]
    blocks += [section(line) for line in gap_lines(answer.partial)]
    if buttons := _buttons(answer):
        blocks.append(actions(*buttons))
    blocks.append(context(looked_line(answer.looked, ()), place_line(answer.place)))
    return Card(summary, tuple(blocks))


def config_pages(answer: ConfigChanges, page: int) -> Modal:
    """Page `page` (from 0) of all changes; a page beyond the last is the last."""
    last = max(0, ceil(len(answer.changes) / PER_PAGE) - 1)
    page = min(max(page, 0), last)
    blocks: list[Block] = [section(f"*{inert(answer.summary, SENTENCE)}*"), divider()]
    blocks += [section(change_line(each)) for each in answer.changes[page * PER_PAGE : (page + 1) * PER_PAGE]]
    turns = [turn("Previous page", page - 1)] if page else []
    turns += [turn("Next page", page + 1)] if page < last else []
    if turns:
        blocks.append(actions(*turns))
    shown = f"Page {page + 1} of {last + 1}, {plural(len(answer.changes), 'change')}"
    blocks.append(context(shown, place_line(answer.place)))
    return Modal(title="All changes", blocks=tuple(blocks), callback_id="pages")


def config_table(answer: ConfigChanges) -> Table:
    """One row per change, worst first."""
    quiet = answer.looked.whole and whole(answer.partial)
    return Table(
        title=answer.summary,
        columns=("severity", "what", "before", "after", "on", "who", "from", "when (UTC)", "controls"),
        rows=tuple(_row(each) for each in answer.changes),
        empty="No configuration changes." if quiet else "No configuration changes in what could be read.",
        notes=(
            *(_plain_control(each) for each in answer.compliance_status.non_compliant),
            *(f"{_run(each)}." for each in answer.tool_runs),
            plain_looked(answer.looked, ()),
            *plain_notes(answer.partial, answer.place),
        ),
    )


def change_line(change: ConfigChange, times: int = 1) -> str:
    """How bad and what, how many times; on what, by whom, from where and when; before and after; the controls."""
    head = "Safer" if change.good_news else _level(change.severity)
    often = f" (x{times})" if times > 1 else ""
    lines = [f"*{head} · {inert(change.what, _WORDS)}*{often}", _who(change)]
    if change.before or change.after:
        lines.append(f"{inert(change.before, _WORDS) or 'unknown'} → {inert(change.after, _WORDS) or 'gone'}")
    if change.controls:
        lines.append(f"Controls: {_some([inert(each) for each in change.controls], _CONTROLS_SHOWN)}")
    return "\n".join(lines)


def _alike(changes: Sequence[ConfigChange]) -> list[list[ConfigChange]]:
    """The same thing done again by the same caller as one, the newest first."""
    groups: dict[tuple[str, str, str], list[ConfigChange]] = {}
    for each in changes:
        groups.setdefault((each.what, each.who, each.outcome), []).append(each)
    return list(groups.values())


def _level(severity: Severity) -> str:
    return "Minor" if severity is Severity.INFORMATIONAL else severity.value.capitalize()


def _who(change: ConfigChange) -> str:
    where = f" from {inert(change.source_ip)}" if change.source_ip else ""
    tool = f" with {inert(change.tool)}" if change.tool else ""
    outcome = "" if change.outcome == "done" else f"nothing came of it ({inert(change.outcome)})"
    when = date(change.at) if change.at else "at an unknown time"
    parts = [inert(change.resource, 100), f"{inert(change.who) or 'unknown'}{tool}{where}", when, outcome]
    return " · ".join(part for part in parts if part)


def _state(answer: ConfigChanges) -> State:
    worst = answer.security_impact.worst
    if worst in GRAVE:
        return State.CRITICAL
    if worst is Severity.MEDIUM:
        return State.WARNING
    return State.GOOD if answer.looked.whole and whole(answer.partial) else State.UNKNOWN


def _more(answer: ConfigChanges) -> str:
    beyond = len(_alike(answer.notable)) - SHOWN
    parts = [plural(beyond, "more that weakens something", "more that weaken something")] if beyond > 0 else []
    if others := len(answer.others):
        parts.append(plural(others, "minor one made by hand", "minor ones made by hand"))
    return f"and {', '.join(parts)}" if parts else ""


def _controls(answer: ConfigChanges) -> str:
    failing = answer.compliance_status.non_compliant
    if not failing:
        return ""
    lines = [f"• {inert(each.control)} {inert(each.title, 100)}{_on(each)}" for each in failing]
    return "\n".join(["*Not met after these changes*", *_first(lines, _CONTROLS_SHOWN)])


def _on(each: ControlState) -> str:
    return f": {inert(each.resource, 80)}" if each.resource else ""


def _good(answer: ConfigChanges) -> str:
    lines = [f"• {inert(each.what, _WORDS)}, by {inert(each.who) or 'unknown'}" for each in answer.good_news]
    return "\n".join([f"{mark(State.GOOD)} *Made safer*", *_first(lines, _GOOD_SHOWN)]) if lines else ""


def _runs(answer: ConfigChanges) -> str:
    lines = []
    for each in answer.tool_runs:
        lasted = (
            f", for {span(each.ended - each.began)}" if each.began and each.ended != each.began and each.ended else ""
        )
        when = f", {date(each.began)}{lasted}" if each.began else ""
        lines.append(f"• {inert(each.tool)}: {plural(each.count, 'minor change')} by {inert(each.who)}{when}")
    return "\n".join(["*Infrastructure tools*", *_first(lines, _RUNS_SHOWN)]) if lines else ""


def _classes(answer: ConfigChanges) -> str:
    named = [
        f"{inert(each.about)} ({each.count}, {each.name})" for each in answer.compliance_status.classes if each.count
    ]
    return f"Watched by CIS: {_some(named, _CLASSES_SHOWN)}" if named else ""


def _run(run: ToolRun) -> str:
    when = f", {utc(run.began)}" if run.began else ""
    return f"{run.tool}: {plural(run.count, 'minor change')} by {run.who}{when}"


def _first(lines: Sequence[str], most: int) -> list[str]:
    more = len(lines) - most
    return [*lines[:most], *([f"and {more} more"] if more > 0 else [])]


def _some(words: Sequence[str], most: int) -> str:
    return ", ".join(_first(words, most))


def _plain_control(each: ControlState) -> str:
    return f"Not met: {each.control} {each.title} ({each.resource})"


def _row(change: ConfigChange) -> tuple[str, ...]:
    outcome = "" if change.outcome == "done" else f" ({change.outcome}: nothing came of it)"
    return (
        "safer" if change.good_news else _level(change.severity).lower(),
        f"{change.what}{outcome}",
        change.before or NONE,
        change.after or NONE,
        change.resource or NONE,
        f"{change.who or 'unknown'}{f' with {change.tool}' if change.tool else ''}",
        change.source_ip or NONE,
        utc(change.at).removesuffix(" UTC") if change.at else NONE,
        ", ".join(change.controls) or NONE,
    )


def _buttons(answer: ConfigChanges) -> list[Element]:
    same: Mapping[str, object] = {"instance_ids": answer.asked_for, "time_range": answer.time_range}
    found = [pages(f"Show all {len(answer.changes)}", OPERATION, same)] if answer.changes else []
    if len(answer.asked_for) <= 1:
        kinds = ["privilege_escalation", "config_changes"]
        about = {"instance_id": "".join(answer.asked_for), "event_types": kinds, "time_range": answer.time_range}
        found.append(ask("Show their events", TRAIL, about))
    return [*found, share("Post to channel", OPERATION, same)]
