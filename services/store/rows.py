"""How records and audit rows are written as rows of text and numbers, and read back."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from core.actor import Actor, Door
from core.redact import redact_fields
from services.store import Audit, AuditRow, Put, Record

Row = Mapping[str, Any]


def written(moment: datetime | None) -> str | None:
    """A moment as UTC text of fixed width, which sorts like the moments themselves."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")


def record_row(put: Put) -> dict[str, Any]:
    """The columns of a put; raises TypeError or ValueError where the document is not JSON."""
    return {
        "kind": put.kind,
        "key": put.key,
        "doc": as_json(put.doc),
        "state": put.state,
        "schema": put.schema,
        "due": written(put.due),
        "expires": written(put.expires),
        "expect": put.expect,
    }


def record_of(row: Row) -> Record:
    """The record that a row holds."""
    return Record(
        kind=row["kind"],
        key=row["key"],
        doc=json.loads(row["doc"]),
        version=row["version"],
        state=row["state"],
        schema=row["schema"],
        created=datetime.fromisoformat(row["created"]),
        updated=datetime.fromisoformat(row["updated"]),
        due=_read(row["due"]),
        expires=_read(row["expires"]),
    )


def audit_row(entry: Audit, at: str) -> dict[str, Any]:
    """The columns of an audit entry, secrets masked as it is kept for good; its sequence is the database's to give."""
    return {
        "at": at,
        "actor": as_json(asdict(entry.actor)),
        "action": entry.action,
        "subject": entry.subject,
        "detail": as_json(redact_fields(entry.detail)),
    }


def audit_of(row: Row) -> AuditRow:
    """The audit row that a row holds."""
    actor = json.loads(row["actor"])
    who = Actor(**{**actor, "door": Door(actor["door"])})
    entry = Audit(who, row["action"], row["subject"], json.loads(row["detail"]))
    return AuditRow(row["sequence"], datetime.fromisoformat(row["at"]), entry)


def as_json(doc: Mapping[str, Any]) -> str:
    """Compact JSON, the same for equal documents."""
    return json.dumps(dict(doc), ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


class Stamps:
    """Moments that never repeat and never step back, so that records keep the order they were written in."""

    def __init__(self) -> None:
        self._last = datetime.min.replace(tzinfo=UTC)

    def next(self, now: datetime) -> str:
        """The moment as text, or the first one after the last given where the clock has not moved on."""
        self._last = max(now.astimezone(UTC), self._last + timedelta(microseconds=1))
        return self._last.isoformat(timespec="microseconds")
