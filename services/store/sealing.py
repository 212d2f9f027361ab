"""Sealing audit rows as they are written: with the key of this process, behind the row that stands last."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from core.audit import BEGINNING, SealedRow, seal
from core.errors import Cause, Upstream
from services.store import Audit
from services.store.rows import Row, as_json, audit_row

AuditKey = Callable[[], bytes]
"""Asked for each commit that audits something, so that processes which only read need none."""

_SEALED = ("sequence", "at", "actor", "action", "subject", "detail")


def sealed(
    given: AuditKey | None, last: Sequence[Row], entries: Iterable[Audit], at: str
) -> Iterator[dict[str, object]]:
    """The columns of new audit rows; `last` holds the one or two rows that stand last, the newest first.

    Raises:
        ValueError: this process was given no key, so it may not write what has to be audited.
        Upstream: the last row was not sealed with this key.
    """
    if given is None:
        raise ValueError("what is audited needs the audit key")
    key = given()
    _check(key, last)
    before = str(last[0]["seal"]) if last else BEGINNING
    sequence = int(last[0]["sequence"]) if last else 0
    for entry in entries:
        sequence += 1
        row = {"sequence": sequence, **audit_row(entry, at)}
        before = seal(key, before, content_of(row))
        yield {**row, "seal": before}


def sealed_row(row: Row) -> SealedRow:
    """A stored row as the chain sees it."""
    return SealedRow(int(row["sequence"]), content_of(row), str(row["seal"]))


def content_of(row: Row) -> bytes:
    """The canonical bytes of a row: its columns as they are stored, without the seal."""
    return as_json({name: row[name] for name in _SEALED}).encode()


def _check(key: bytes, last: Sequence[Row]) -> None:
    """Two processes with different keys, or a log that was touched, must not go on writing."""
    if not last:
        return
    before = str(last[1]["seal"]) if len(last) > 1 else BEGINNING
    if seal(key, before, content_of(last[0])) != last[0]["seal"]:
        raise Upstream(
            "The audit log was sealed with another key than this process has, or was changed; nothing was done.",
            cause=Cause.DENIED,
            retryable=False,
            advice="Give every process the same SRE_AUDIT_KEY, and run `sre-agent audit verify`.",
        )
