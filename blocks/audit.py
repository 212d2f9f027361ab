"""The audit log: whether it is whole, and its newest rows."""

import json
from collections.abc import Mapping

from blocks.card import Block, Card
from blocks.elements import context, section
from blocks.marks import State, mark
from blocks.place import gap_lines
from blocks.table import Table
from blocks.text import date, inert, plural, utc
from core.answers.audit import AuditEntry, AuditLog
from core.attachment import Attachment

SHOWN = 10
_PROBLEMS = 5


def audit_card(log: AuditLog) -> Card:
    """One sentence, what is wrong with the chain if anything, and the newest rows."""
    summary = inert(log.summary, 300)
    blocks: list[Block] = [section(f"{mark(_state(log))} *{summary}*")]
    blocks += [section(inert(each.sentence, 300)) for each in log.verdict.problems[1:_PROBLEMS]]
    blocks += [section(line) for line in gap_lines(log.verdict.unheld)]
    blocks += [section(_line(each)) for each in log.rows[:SHOWN]]
    held = plural(log.verdict.heads, "published head")
    blocks.append(context(f"{date(log.at)} · held against {held} · head {log.verdict.seal[:16] or 'none'}"))
    return Card(summary, tuple(blocks))


def audit_table(log: AuditLog) -> Table:
    """One row per row, newest first."""
    return Table(
        title=log.summary,
        columns=("row", "when", "who", "door", "did", "to", "with"),
        rows=tuple(_row(each) for each in log.rows),
        empty="" if log.verdict.rows else "Nothing has been decided or changed yet.",
        notes=(
            *(each.sentence for each in log.verdict.problems),
            *(f"Missing: {gap.what}. {gap.why} {gap.advice}".rstrip() for gap in log.verdict.unheld),
            f"Held against {plural(log.verdict.heads, 'published head')}; head {log.verdict.seal or 'none'}.",
        ),
    )


def audit_files(log: AuditLog) -> tuple[Attachment, ...]:
    """All rows as JSON Lines, the head in the first line; nothing where there are none."""
    if not log.rows:
        return ()
    head = {"rows": log.verdict.rows, "head": log.verdict.seal, "whole": log.verdict.whole, "at": log.at.isoformat()}
    lines = [json.dumps(head), *(each.model_dump_json() for each in reversed(log.rows))]
    return (
        Attachment(
            name=f"audit-{log.at:%Y%m%d-%H%M}.jsonl",
            title="Audit log",
            media_type="application/jsonl",
            content="\n".join([*lines, ""]).encode(),
        ),
    )


def _state(log: AuditLog) -> State:
    if not log.verdict.whole:
        return State.CRITICAL
    return State.UNKNOWN if log.verdict.unheld else State.GOOD


def _who(entry: AuditEntry) -> str:
    return f"<@{entry.user_id}>" if entry.user_id.isalnum() else entry.door


def audit_line(entry: AuditEntry) -> str:
    """One row: when, who, what, and to what."""
    return f"{date(entry.at)} {_who(entry)} *{inert(entry.action)}* {inert(entry.subject)}"


def _line(entry: AuditEntry) -> str:
    more = _detail(entry.detail)
    return f"{audit_line(entry)}\n{inert(more, 200)}" if more else audit_line(entry)


def _row(entry: AuditEntry) -> tuple[str, ...]:
    return (
        str(entry.sequence),
        utc(entry.at),
        entry.user_id or "-",
        entry.door,
        entry.action,
        entry.subject,
        _detail(entry.detail),
    )


def _detail(detail: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in detail.items())
