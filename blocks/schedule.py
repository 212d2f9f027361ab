"""What is going to be done to machines: soonest first, with what speaks against it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from blocks.asking import ask
from blocks.card import Block, Card
from blocks.elements import Element, actions, context, section
from blocks.marks import State as Mark
from blocks.marks import mark
from blocks.patch_card_facts import mention, mentions
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import date, inert, plural, utc
from core.answers.schedule import Clash, Schedule, ScheduledWork
from core.patching.states import State
from core.windows.words import local_span

OPERATION = "get_scheduled_patches"
SHOW_PATCH = "show_patch_approval"
SHOWN = 8
SENTENCE = 300
_FURTHER = 28
_NAMES_SHOWN = _CLASHES_SHOWN = _CLOSED_SHOWN = 3
_LINE = 200


def schedule_card(answer: Schedule) -> Card:
    """Each piece of work with when, on what, and whose approval; what speaks against it stands below it."""
    summary = inert(answer.summary, SENTENCE)
    blocks: list[Block] = [section(f"{mark(_state(answer))} *{summary}*")]
    for work in answer.scheduled[:SHOWN]:
        of_it = [clash for clash in answer.conflicts if clash.work_id == work.work_id]
        blocks.append(section(_lines(work, of_it), accessory=_show(work)))
    more = len(answer.scheduled) - SHOWN
    if more > 0:
        blocks.append(section(f"and {more} more; ask for fewer days, or at the command line for all of them"))
    if closed := _closed(answer):
        blocks.append(section(closed))
    blocks += [section(line) for line in gap_lines(answer.partial)]
    blocks += [actions(button) for button in _buttons(answer)]
    blocks.append(context(place_line(answer.place)))
    return Card(summary, tuple(blocks))


def schedule_table(answer: Schedule) -> Table:
    """One row per piece of work, soonest first."""
    return Table(
        title=answer.summary,
        columns=("what", "begins (UTC)", "ends (UTC)", "on", "state", "approved by", "id"),
        rows=tuple(_row(work) for work in answer.scheduled),
        empty="Nothing is scheduled.",
        notes=(
            *(f"Conflict: {_said(clash)}" for clash in answer.conflicts),
            *(f"Closed: {utc(each.start)} to {utc(each.end)}. {each.says}" for each in answer.closed),
            *plain_notes(answer.partial, answer.place),
        ),
    )


def _state(answer: Schedule) -> Mark:
    if any(clash.conflict.forbids for clash in answer.conflicts):
        return Mark.CRITICAL
    if answer.conflicts:
        return Mark.WARNING
    if any(not gap.by_choice for gap in answer.partial):
        return Mark.UNKNOWN
    return Mark.WAITING if any(work.state is State.WAITING for work in answer.scheduled) else Mark.GOOD


def _lines(work: ScheduledWork, clashes: Sequence[Clash]) -> str:
    lines = [f"*{inert(work.what, _LINE)}* on {inert(_names(work), _LINE)}", _when(work), _who(work)]
    lines += [_clash(work, clash) for clash in clashes[:_CLASHES_SHOWN]]
    more = len(clashes) - _CLASHES_SHOWN
    return "\n".join(
        [*(line for line in lines if line), *([f"and {plural(more, 'more conflict')}"] if more > 0 else [])]
    )


def _names(work: ScheduledWork) -> str:
    more = len(work.on) - _NAMES_SHOWN
    shown = ", ".join(each.name for each in work.on[:_NAMES_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown


def _when(work: ScheduledWork) -> str:
    if work.state in {State.RUNNING, State.ROLLING_BACK}:
        return f"Running since {date(work.start)}" if work.start else "Running"
    if not (work.start and work.end):
        return "As soon as it is approved" if work.state is State.WAITING else "At once"
    said = f"{date(work.start)} to {date(work.end)}"
    if work.zone != "UTC":
        said += f"\n{inert(local_span(work.start, work.end, ZoneInfo(work.zone)), _LINE)}"
    again = work.runs - 1
    return said + (f", and {plural(again, 'more time')} until {date(work.last)}" if again and work.last else "")


def _who(work: ScheduledWork) -> str:
    if work.kind == "maintenance window":
        return f"Maintenance window {inert(work.work_id)} of Systems Manager"
    return f"{_approval(work)} · asked for by {mention(work.requested_by)} · {inert(work.work_id)}"


def _approval(work: ScheduledWork) -> str:
    by = f" by {mentions(work.approved_by)}" if work.approved_by else ""
    if work.state is State.WAITING:
        return f"{mark(Mark.WAITING)} Waits for approval, {len(work.approved_by)} of {work.approvals_needed}{by}"
    if not by and work.rule:
        return f"{mark(Mark.GOOD)} Approved by the rule {inert(work.rule)}"
    return f"{mark(Mark.GOOD)} Approved{by}"


def _clash(work: ScheduledWork, clash: Clash) -> str:
    """What speaks against it and for which machines; its times only where they are others than those of the work."""
    state = Mark.CRITICAL if clash.conflict.forbids else Mark.WARNING
    more = len(clash.on) - _NAMES_SHOWN
    names = ", ".join(clash.on[:_NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
    said = f"{inert(names, _LINE)}: {inert(clash.conflict.says, _LINE)}" if names else inert(clash.conflict.says, _LINE)
    times = (clash.conflict.start, clash.conflict.end)
    when = "" if times == (work.start, work.end) else f" {date(times[0])} to {date(times[1])}"
    return f"{mark(state)} {said}{when}"


def _show(work: ScheduledWork) -> Element | None:
    if work.kind == "maintenance window":
        return None
    return ask("Show its card", SHOW_PATCH, {"workflow_id": work.work_id}, which=work.work_id)


def _closed(answer: Schedule) -> str:
    """When calendars are closed, whether something clashes or not: nobody plans into it then."""
    spans = [f"• {date(each.start)} to {date(each.end)}: {inert(each.says, _LINE)}" for each in answer.closed]
    more = len(spans) - _CLOSED_SHOWN
    lines = [*spans[:_CLOSED_SHOWN], *([f"and {plural(more, 'more time')}"] if more > 0 else [])]
    return "\n".join(["*No changes are made*", *lines]) if spans else ""


def _buttons(answer: Schedule) -> list[Element]:
    if answer.days_ahead >= _FURTHER:
        return []
    return [ask(f"Look {_FURTHER} days ahead", OPERATION, {"days_ahead": _FURTHER})]


def _row(work: ScheduledWork) -> tuple[str, ...]:
    state = work.kind if work.state is None else work.state.value.replace("_", " ")
    approved = ", ".join(work.approved_by) or (f"rule {work.rule}" if work.rule else "-")
    if work.state is State.WAITING:
        approved = f"{len(work.approved_by)} of {work.approvals_needed}" + (f": {approved}" if work.approved_by else "")
    more = f" and {work.runs - 1} more" if work.runs > 1 else ""
    return (
        work.what,
        (utc(work.start).removesuffix(" UTC") if work.start else "once approved") + more,
        utc(work.end).removesuffix(" UTC") if work.end else "-",
        _names(work),
        state,
        approved if work.kind == "patch" else "-",
        work.work_id,
    )


def _said(clash: Clash) -> str:
    where = f" ({', '.join(clash.on)})" if clash.on else ""
    return f"{clash.work_id} {clash.what}{where}: {clash.conflict.says} {utc(clash.conflict.start)}"
