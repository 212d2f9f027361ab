"""A report as a card, as tables for the terminal, and as the file that goes with it."""

from datetime import date

from blocks.asking import ask
from blocks.card import Block, Card
from blocks.elements import actions, context, section
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import inert, plural
from core.answers.report import Recommendation, VulnerabilityReport
from core.attachment import Attachment
from core.report.words import day, percent

SHOWN = 3
SENTENCE = 400
SHOW = "show_vulnerability_report"


def report_card(answer: VulnerabilityReport) -> Card:
    """How it stands, the numbers that decide, the first three things to do, and what is unknown."""
    summary = inert(f"Report: {answer.summary}", SENTENCE)
    blocks: list[Block] = [
        section(f"{mark(report_state(answer))} *{summary}*"),
        section(fields=_fields(answer)),
    ]
    for rank, each in enumerate(answer.recommendations[:SHOWN], start=1):
        blocks.append(section(f"*{rank}. {inert(each.action, 300)}*\n{_change(each, answer.place.asked_at.date())}"))
    more = answer.recommendation_count - SHOWN
    if more > 0:
        blocks.append(section(f"and {plural(more, 'more action')}, in the file"))
    if answer.unknown:
        blocks.append(section(_unknown(answer)))
    blocks += [section(line) for line in gap_lines(answer.partial)]
    if answer.attachment is None:
        blocks.append(section(f"{mark(State.UNKNOWN)} The file of this report is not kept any more."))
    blocks.append(actions(ask("Show the report again", SHOW, {"report_id": answer.report_id})))
    blocks.append(context(f"{answer.report_id}, kept until {day(answer.file.kept_until)}", place_line(answer.place)))
    return Card(summary, tuple(blocks))


def report_files(answer: VulnerabilityReport) -> tuple[Attachment, ...]:
    """The file, where it is still kept."""
    return (answer.attachment,) if answer.attachment else ()


def report_table(answer: VulnerabilityReport) -> Table:
    """One row for each thing to do; the executive summary and what is missing below it."""
    return Table(
        title=f"{answer.report_id}: {answer.summary}",
        columns=("do", "changes", "part of the risk", "confidence", "owners"),
        rows=tuple(
            (
                each.action,
                each.effect,
                "unknown" if each.risk_share is None else percent(each.risk_share),
                f"{each.confidence.word} ({each.confidence.value:.2f})",
                ", ".join(each.owners[:SHOWN]) or "no owner",
            )
            for each in answer.recommendations
        ),
        empty="Nothing can be recommended before more is known." if _doubtful(answer) else "Nothing is open.",
        notes=(
            *answer.executive_summary,
            *_more(answer),
            *_file_notes(answer),
            *plain_notes(answer.partial, answer.place),
        ),
    )


def report_state(answer: VulnerabilityReport) -> State:
    """The mark of the report; nothing known is never good."""
    if answer.figures.known_exploited or answer.figures.critical:
        return State.CRITICAL
    if answer.figures.findings:
        return State.WARNING
    return State.UNKNOWN if _doubtful(answer) else State.GOOD


def _doubtful(answer: VulnerabilityReport) -> bool:
    return bool(answer.figures.unknown_instances or answer.figures.partial)


def _fields(answer: VulnerabilityReport) -> list[str]:
    figures = answer.figures
    untold = "at least " if answer.facts_missing else ""
    exploited = "unknown" if untold and not figures.known_exploited else f"{untold}{figures.known_exploited:,}"
    scanned = figures.instances - figures.unknown_instances
    return [
        f"*Critical*\n{figures.critical:,} of {figures.findings:,} findings",
        f"*Known exploited*\n{exploited}",
        f"*Overdue*\n{figures.overdue:,}",
        f"*Instances scanned*\n{scanned:,} of {figures.instances:,}",
        f"*Since the last report*\n{_since(answer)}",
        f"*Without an owner*\n{_unowned(answer)}",
    ]


def _since(answer: VulnerabilityReport) -> str:
    before = answer.trend.since
    if before is None:
        return inert(answer.trend.why_not, 120)
    now = answer.figures
    moved = f"{_signed(now.findings - before.findings)} findings, {_signed(now.critical - before.critical)} critical"
    return f"{moved} ({day(before.made_at)})"


def _signed(by: int) -> str:
    """`+12`, `-3`, or `±0`."""
    return f"{by:+,}" if by else "±0"


def _unowned(answer: VulnerabilityReport) -> str:
    row = next((row for row in answer.by_owner if not row.owner), None)
    return plural(row.instances, "instance") if row else "none"


def _change(each: Recommendation, today: date) -> str:
    share = "" if each.risk_share is None else f"; {percent(each.risk_share)} of the risk"
    who = ", ".join(inert(owner, 40) for owner in each.owners[:SHOWN]) or "no owner"
    due = f"; {'was due' if each.due < today else 'due'} {day(each.due)}" if each.due else ""
    sure = f"Confidence {each.confidence.word} ({each.confidence.value:.2f})"
    return f"{inert(each.effect.capitalize(), 200)}{share}{due}\nFor {who}. {sure}: {inert(each.confidence.basis, 200)}"


def _unknown(answer: VulnerabilityReport) -> str:
    count = answer.figures.unknown_instances
    named = ", ".join(inert(row.label, 60) for row in answer.unknown[:SHOWN])
    more = f" and {count - SHOWN:,} more" if count > SHOWN else ""
    return f"{mark(State.UNKNOWN)} *Unknown: {plural(count, 'instance')} not scanned.* {named}{more}"


def _more(answer: VulnerabilityReport) -> list[str]:
    more = answer.recommendation_count - len(answer.recommendations)
    return [f"And {plural(more, 'more action')}, in the file."] if more > 0 else []


def _file_notes(answer: VulnerabilityReport) -> list[str]:
    if answer.attachment is None:
        return [f"The file {answer.file.name} is not kept any more."]
    kept = f"kept until {day(answer.file.kept_until)}"
    return [f"File {answer.file.name}, {answer.file.size_bytes / 1e6:.1f} MB, {kept}."]
